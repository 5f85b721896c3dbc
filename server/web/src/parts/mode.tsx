import { useTexts } from '../base/text.ts';
import { kindOf, signs, type Kind } from '../maths/modes.ts';

export function KindMark(props: { kind: Kind; word: string }) {
    return (
        <span class={`mark ${props.kind}`}>
            <span aria-hidden="true">{signs[props.kind]}</span> {props.word}
        </span>
    );
}

/** The mode of one side by colour, sign and word. */
export function ModeMark(props: { mode: string; online: boolean }) {
    const t = useTexts();
    const kind = kindOf(props.mode, props.online);
    return <KindMark kind={kind} word={props.online ? (t.modes[props.mode] ?? props.mode) : t.offline} />;
}
