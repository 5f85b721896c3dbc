// One frame: its bytes and what they mean, side by side. A field that is chosen is marked among the bytes.
import { useMemo, useState } from 'preact/hooks';

import { useTexts } from '../base/text.ts';
import { bytesOf, hexLines, ownersOf } from '../maths/hex.ts';
import type { Frame, FrameField } from '../net/types.ts';
import { Table } from '../parts/fields.tsx';

const mostLines = 512;
const mostFields = 400;

function hex(value: number): string {
    return value.toString(16).padStart(4, '0');
}

function valueOf(field: FrameField): string {
    if (field.name === null) return '';
    return typeof field.value === 'string' ? field.value : JSON.stringify(field.value);
}

/** As PROTOCOL.md abbreviates them. */
const letters: Record<string, string> = { documented: 'D', reconstructed: 'R', extension: 'X' };

function Provenance(props: { of: string | null; short?: boolean }) {
    const t = useTexts();
    const { of, short } = props;
    const word = of === null ? '–' : (t.provenances[of] ?? of);
    return (
        <span class={`provenance p-${of ?? 'unknown'}`} title={word}>
            {short === true && <span aria-hidden="true">{letters[of ?? ''] ?? '–'}</span>}
            <span class={short === true ? 'unseen' : ''}>{word}</span>
        </span>
    );
}

function Bytes(props: { frame: Frame; chosen: number }) {
    const t = useTexts();
    const { frame, chosen } = props;
    const bytes = useMemo(() => bytesOf(frame.bytes), [frame]);
    const owners = useMemo(() => ownersOf(frame.layout, bytes.length), [frame, bytes]);
    const classOf = (offset: number) => `p-${frame.layout[owners[offset]]?.provenance ?? 'unknown'}${owners[offset] === chosen && chosen >= 0 ? ' is-chosen' : ''}`;
    return (
        <div class="hex" tabIndex={0} role="region" aria-label={t.bytes}>
            <table>
                <thead class="unseen">
                    <tr>
                        <th scope="col">{t.offset}</th>
                        <th scope="col">{t.bytes}</th>
                        <th scope="col">ASCII</th>
                    </tr>
                </thead>
                <tbody>
                    {hexLines(bytes).slice(0, mostLines).map((line) => (
                        <tr key={line.offset}>
                            <th scope="row">{hex(line.offset)}</th>
                            <td>
                                {line.bytes.map((byte, index) => (
                                    <span key={index} class={classOf(line.offset + index)}>
                                        {byte}{' '}
                                    </span>
                                ))}
                            </td>
                            <td class="ascii">{line.text}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

export function FrameDetail(props: { frame: Frame }) {
    const t = useTexts();
    const { frame } = props;
    const [chosen, choose] = useState(-1);
    return (
        <article aria-label={frame.name}>
            <h2>
                {frame.name} <span class="quiet">0x{hex(frame.code)}</span> <Provenance of={frame.provenance} />
            </h2>
            <p class="quiet">
                {frame.serial} · {frame.time} · {frame.direction === 'sent' ? t.sentOut : t.received} · {frame.size} B
            </p>
            {frame.fault !== null && <p role="alert">{frame.fault}</p>}
            <p class="quiet">
                {t.provenance}:{' '}
                {Object.entries(letters).map(([each, letter]) => (
                    <span key={each}>
                        <span class={`provenance p-${each}`}>{letter}</span> {t.provenances[each]}{' '}
                    </span>
                ))}
            </p>
            <div class="both">
                <Bytes frame={frame} chosen={chosen} />
                <Table label={t.field} heads={[t.offset, t.field, t.value, '']}>
                    {frame.layout.slice(0, mostFields).map((field, index) => (
                        <tr key={index}>
                            <td>
                                <code>{hex(field.offset)}</code>
                            </td>
                            <td>
                                <button type="button" class="field-name" aria-pressed={chosen === index} onClick={() => choose(chosen === index ? -1 : index)}>
                                    {field.name ?? '–'}
                                </button>
                            </td>
                            <td class="value">{valueOf(field)}</td>
                            <td>
                                <Provenance of={field.provenance} short />
                            </td>
                        </tr>
                    ))}
                </Table>
            </div>
        </article>
    );
}
