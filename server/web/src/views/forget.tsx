// Between tests: the host forgets everything, or one machine. Both ask first.
import { useState } from 'preact/hooks';

import { useTexts } from '../base/text.ts';
import { machinePath, Problem, send } from '../net/api.ts';
import { Input } from '../parts/fields.tsx';
import { emptyPlant } from '../state/plant.ts';
import { plant } from '../state/session.ts';

export function Forget(props: { serials: string[] }) {
    const t = useTexts();
    const [asking, ask] = useState(false);
    const [serial, setSerial] = useState('');
    const [said, say] = useState('');
    const act = async (work: () => Promise<unknown>, after: () => void) => {
        ask(false);
        try {
            await work();
            after();
            say(t.forgotten);
        } catch (wrong) {
            const problem = wrong instanceof Problem ? wrong : new Problem(0, '');
            say(problem.status === 0 ? t.noAnswer : problem.status === 404 && problem.message === '' ? t.notOffered : problem.message);
        }
    };
    const forgetOne = () =>
        act(
            () => send('DELETE', machinePath(serial)),
            () => {
                const machines = new Map(plant.get().machines);
                machines.delete(serial);
                plant.set({ ...plant.get(), machines });
            }
        );
    return (
        <div class="stack">
            {!asking && (
                <button type="button" onClick={() => ask(true)}>
                    {t.forgetAll}
                </button>
            )}
            {asking && (
                <div role="alertdialog" aria-label={t.forgetAll} class="note">
                    <p>{t.forgetSure}</p>
                    <button type="button" class="danger" onClick={() => void act(() => send('POST', 'reset'), () => plant.set({ ...emptyPlant, known: true }))}>
                        {t.yes}
                    </button>{' '}
                    <button type="button" onClick={() => ask(false)}>
                        {t.no}
                    </button>
                </div>
            )}
            <Input label={t.machine} value={serial} set={setSerial} list="forget-serials" />
            <datalist id="forget-serials">
                {props.serials.slice(0, 500).map((each) => (
                    <option key={each} value={each} />
                ))}
            </datalist>
            <button type="button" disabled={serial === ''} onClick={() => void forgetOne()}>
                {t.forgetOne}
            </button>
            <p role="status">{said}</p>
        </div>
    );
}
