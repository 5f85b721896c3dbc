import { useTexts } from '../base/text.ts';
import { bytesOf, flatFields, hexLines } from '../maths/hex.ts';
import type { Frame } from '../net/types.ts';
import { Table } from '../parts/fields.tsx';

const mostLines = 512;
const mostFields = 400;

function codeOf(code: number | string): string {
    return typeof code === 'number' ? `0x${code.toString(16).padStart(4, '0')}` : code;
}

/** Bytes 0 and 1 are the size, 2 and 3 the command word: the header of every message. */
function cellClass(offset: number): string {
    return offset < 2 ? 'is-size' : offset < 4 ? 'is-code' : '';
}

export function FrameDetail(props: { frame: Frame }) {
    const t = useTexts();
    const { frame } = props;
    const bytes = bytesOf(frame.bytes);
    const mark = frame.provenance.slice(0, 1).toUpperCase();
    return (
        <article aria-label={frame.name}>
            <h2>
                {frame.name} <span class="quiet">{codeOf(frame.code)}</span>{' '}
                <span class={`provenance p-${mark}`}>
                    {t.provenance}: {t.provenances[mark] ?? frame.provenance}
                </span>
            </h2>
            <p class="quiet">
                {frame.serial} · {frame.time} · {frame.direction === 'sent' ? t.sentOut : t.received} · {frame.size} B
            </p>
            <div class="both">
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
                                    <th scope="row">{line.offset.toString(16).padStart(4, '0')}</th>
                                    <td>
                                        {line.bytes.map((byte, index) => (
                                            <span key={index} class={cellClass(line.offset + index)}>
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
                <Table label={t.field} heads={[t.field, t.value]}>
                    <tr>
                        <td class="is-size">message_size</td>
                        <td>{frame.size}</td>
                    </tr>
                    <tr>
                        <td class="is-code">command</td>
                        <td>{codeOf(frame.code)}</td>
                    </tr>
                    {flatFields(frame.fields).slice(0, mostFields).map(([name, value], index) => (
                        <tr key={index}>
                            <td>{name}</td>
                            <td>{value}</td>
                        </tr>
                    ))}
                </Table>
            </div>
        </article>
    );
}
