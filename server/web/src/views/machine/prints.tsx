// What the machine printed; pictures are fetched with the token and shown from memory.
import { useEffect, useState } from 'preact/hooks';

import { bytes, dayAndClock } from '../../base/format.ts';
import { useTexts } from '../../base/text.ts';
import { machinePath, newest, send } from '../../net/api.ts';
import type { Print } from '../../net/types.ts';
import { Panel, saveAs } from '../../parts/fields.tsx';
import { Await, Empty, ProblemNote, useLoad } from '../../parts/states.tsx';
import type { TabProps } from './machine.tsx';

const longestText = 20000;

function Content(props: { path: string; type: string; name: string }) {
    const loading = useLoad(async () => (await send('GET', props.path)).blob(), props.path);
    const [shown, show] = useState<{ picture?: string; text?: string }>({});
    const { loaded } = loading;
    useEffect(() => {
        if (loaded.state !== 'there') return undefined;
        if (loaded.value.type.startsWith('image/')) {
            const picture = URL.createObjectURL(loaded.value);
            show({ picture });
            return () => URL.revokeObjectURL(picture);
        }
        if (loaded.value.type.startsWith('text/')) void loaded.value.slice(0, longestText).text().then((text) => show({ text }));
        return undefined;
    }, [loaded]);
    if (loaded.state === 'failed') return <ProblemNote problem={loaded.problem} again={loading.again} />;
    return (
        <>
            {shown.picture !== undefined && <img src={shown.picture} alt={props.name} />}
            {shown.text !== undefined && (
                <pre tabIndex={0} aria-label={props.name}>
                    {shown.text}
                </pre>
            )}
        </>
    );
}

function OnePrint(props: { serial: string; print: Print; open: boolean }) {
    const t = useTexts();
    const { print } = props;
    const [open, setOpen] = useState(props.open);
    return (
        <Panel
            title={`${print.job || t.tabs.prints} · ${dayAndClock(print.time)}`}
            beside={
                <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
                    {t.open}
                    <span class="unseen"> {print.id}</span>
                </button>
            }
        >
            <p class="quiet">
                {t.user} {print.user || '–'} · {print.host}
            </p>
            {print.files.map((file) => {
                const path = machinePath(props.serial, 'prints', print.id, file.file);
                return (
                    <div key={file.file} class="print">
                        <p>
                            {file.file} · {file.type} · {bytes(file.size)}{' '}
                            <button type="button" onClick={async () => saveAs(file.file, await (await send('GET', path)).blob())}>
                                {t.download}
                                <span class="unseen"> {file.file}</span>
                            </button>
                        </p>
                        {open && <Content path={path} type={file.type} name={file.file} />}
                    </div>
                );
            })}
        </Panel>
    );
}

export function PrintsTab(props: TabProps) {
    const t = useTexts();
    const { serial } = props.machine;
    const loading = useLoad(() => newest<Print>(machinePath(serial, 'prints'), 50), serial);
    return (
        <Await loading={loading}>
            {(prints) =>
                prints.length === 0 ? (
                    <Empty>{t.noPrints}</Empty>
                ) : (
                    <div class="panels">
                        {[...prints].reverse().map((print, index) => (
                            <OnePrint key={print.id} serial={serial} print={print} open={index < 4} />
                        ))}
                    </div>
                )
            }
        </Await>
    );
}
