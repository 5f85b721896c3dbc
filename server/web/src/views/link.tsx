// Live frames, decoded, with offsets, bytes and provenance side by side.
import { useEffect, useMemo, useState } from 'preact/hooks';

import { clock, number } from '../base/format.ts';
import { hrefOf } from '../base/route.ts';
import { useStore } from '../base/store.ts';
import { useTexts } from '../base/text.ts';
import { pcapng } from '../maths/pcapng.ts';
import { getJson } from '../net/api.ts';
import type { Frame, List } from '../net/types.ts';
import { Input, saveAs, Select } from '../parts/fields.tsx';
import { Empty, useLoad, valueOf } from '../parts/states.tsx';
import { kept } from '../state/plant.ts';
import { plant, useLive } from '../state/session.ts';
import { FrameDetail } from './frame.tsx';

function useFrames(serial: string): Frame[] {
    useLive(serial === '' ? { topics: ['frames', 'status'] } : { machines: [serial], topics: ['frames', 'status'] });
    const stored = valueOf(useLoad(() => getJson<List<Frame>>('trace', { serial, limit: 200 }), serial).loaded);
    const fresh = useStore(plant).frames;
    return useMemo(() => {
        const byNumber = new Map<number, Frame>();
        for (const frame of [...(stored?.items ?? []), ...fresh])
            if (serial === '' || frame.serial === serial) byNumber.set(frame.number, frame);
        return [...byNumber.values()].sort((a, b) => a.number - b.number).slice(-kept.frames);
    }, [stored, fresh, serial]);
}

export function LinkView(props: { serial: string }) {
    const t = useTexts();
    const machines = useStore(plant).machines;
    const live = useFrames(props.serial);
    const [held, hold] = useState<Frame[] | null>(null);
    const [message, setMessage] = useState('');
    const [direction, setDirection] = useState<'both' | 'received' | 'sent'>('both');
    const [chosen, choose] = useState<number | null>(null);
    useEffect(() => choose(null), [props.serial]);
    const frames = held ?? live;
    const wanted = message.trim().toLowerCase();
    const shown = frames.filter(
        (each) => (direction === 'both' || each.direction === direction) && each.name.toLowerCase().includes(wanted)
    );
    const frame = frames.find((each) => each.number === chosen);
    const serials = [...machines.keys()].sort();
    return (
        <div class="link">
            <div class="tools">
                <Input
                    label={t.machine}
                    value={props.serial}
                    list="serials"
                    hint={t.allMachines}
                    set={(serial) => location.replace(serial === '' ? hrefOf('link') : hrefOf('link', serial))}
                />
                <datalist id="serials">
                    {serials.slice(0, 500).map((serial) => (
                        <option key={serial} value={serial} />
                    ))}
                </datalist>
                <Input label={t.message} type="search" hint="cycle" value={message} set={setMessage} />
                <Select label={t.direction} value={direction} options={[['both', t.both], ['received', t.received], ['sent', t.sentOut]]} set={setDirection} />
                <button type="button" aria-pressed={held !== null} onClick={() => hold(held === null ? live : null)}>
                    {held === null ? `❚❚ ${t.pause}` : `▶ ${t.resume}`}
                </button>
                <button type="button" disabled={shown.length === 0} onClick={() => saveAs('husky-host.pcapng', new Blob([pcapng(shown)], { type: 'application/octet-stream' }))}>
                    {t.savePcapng}
                </button>
                <p class="quiet" role="status">
                    {number(shown.length)} {t.frames} {held !== null && `· ${t.paused}`}
                </p>
            </div>
            <div class="split">
                <div class="frames" role="region" aria-label={t.frames} tabIndex={0}>
                    {shown.length === 0 && <Empty>{t.noFrames}</Empty>}
                    <ol>
                        {shown.slice(-200).reverse().map((each) => (
                            <li key={each.number}>
                                <button type="button" class="frame" aria-pressed={each.number === chosen} onClick={() => choose(each.number)}>
                                    <span class="at">{clock(each.time)}</span>
                                    <span class="way">{each.direction === 'sent' ? `→ ${t.sentOut}` : `← ${t.received}`}</span>
                                    <span class="serial" title={each.serial}>{each.serial}</span>
                                    <b>{each.name}</b>
                                    <span class="size">{number(each.size)} B</span>
                                </button>
                            </li>
                        ))}
                    </ol>
                </div>
                <div class="detail">{frame === undefined ? <Empty>{t.chooseFrame}</Empty> : <FrameDetail frame={frame} />}</div>
            </div>
        </div>
    );
}
