// The plant in one line, legible from two metres.
import { number } from '../base/format.ts';
import { useNow } from '../base/now.ts';
import { useTexts } from '../base/text.ts';
import { cyclesPerMinute, type Plant } from '../state/plant.ts';

function Figure(props: { value: string; word: string; bad?: boolean }) {
    return (
        <li class={props.bad ? 'figure bad' : 'figure'}>
            <b>
                {props.bad && <span aria-hidden="true">! </span>}
                {props.value}
            </b>{' '}
            <span>{props.word}</span>
        </li>
    );
}

export function PlantLine(props: { plant: Plant }) {
    const t = useTexts();
    const { host, pace, known } = props.plant;
    const some = (value: number | undefined) => (known && value !== undefined ? number(value) : '–');
    const rate = cyclesPerMinute(pace, useNow());
    const store = host?.store ?? '';
    return (
        <ul class="line" aria-label={t.plant}>
            <Figure
                value={`${some(host?.online)} ${t.of} ${some(host?.machines)}`}
                word={t.online}
                bad={host !== null && host.online < host.machines}
            />
            <Figure value={number(rate, rate !== null && rate < 100 ? 1 : 0)} word={t.perMinute} />
            <Figure value={some(host?.missing)} word={t.missing} bad={(host?.missing ?? 0) > 0} />
            <Figure value={some(host?.duplicates)} word={t.repeats} />
            <Figure value={some(host?.faults)} word={t.faults} bad={(host?.faults ?? 0) > 0} />
            <Figure value={t.storeWords[store] ?? store} word={t.store} bad={store !== '' && store !== 'ok' && store !== 'none'} />
        </ul>
    );
}
