// OEE with its three factors, of the plant or of one machine.
import { useEffect, useState } from 'preact/hooks';

import { percent } from '../base/format.ts';
import { useTexts } from '../base/text.ts';
import { shown, withProduct } from '../maths/oee.ts';
import { getJson } from '../net/api.ts';
import type { Oee } from '../net/types.ts';
import { Select } from '../parts/fields.tsx';
import { useLoad, valueOf } from '../parts/states.tsx';

type Span = '1' | '8' | '24';

const unknown: Oee = { availability: null, performance: null, quality: null, oee: null };

function Gauge(props: { word: string; share: number | null; main?: boolean }) {
    const share = shown(props.share);
    return (
        <li class={props.main ? 'gauge main' : 'gauge'}>
            <span>{props.word}</span>
            <b>{percent(share)}</b>
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="4" />
                <rect class="filled" width={(share ?? 0) * 100} height="4" />
            </svg>
        </li>
    );
}

export function OeeLine(props: { path: string }) {
    const t = useTexts();
    const [span, setSpan] = useState<Span>('8');
    const load = () => {
        const now = Date.now();
        const from = new Date(now - Number(span) * 3600000).toISOString();
        return getJson<Oee>(props.path, { from, to: new Date(now).toISOString() });
    };
    const { loaded, again } = useLoad(load, props.path, span);
    const missing = loaded.state === 'failed' && loaded.problem.status === 404;
    useEffect(() => {
        if (missing) return undefined;
        const timer = window.setInterval(again, 15000);
        return () => window.clearInterval(timer);
    }, [missing]);
    const figures = withProduct(valueOf(loaded) ?? unknown);
    return (
        <div class="oee">
            <ul aria-label="OEE">
                <Gauge word="OEE" share={figures.oee} main />
                <Gauge word={t.availability} share={figures.availability} />
                <Gauge word={t.performance} share={figures.performance} />
                <Gauge word={t.quality} share={figures.quality} />
            </ul>
            <Select
                label={t.span}
                value={span}
                options={[['1', t.lastHour], ['8', t.lastShift], ['24', t.lastDay]]}
                set={setSpan}
            />
        </div>
    );
}
