import { useEffect, useRef } from 'preact/hooks';

import { useTexts } from '../base/text.ts';
import { giveToken } from '../net/token.ts';

export function TokenForm(props: { wrong: boolean }) {
    const t = useTexts();
    const field = useRef<HTMLInputElement>(null);
    useEffect(() => field.current?.focus(), []);
    return (
        <form
            class="panel token"
            onSubmit={(event) => {
                event.preventDefault();
                const given = field.current?.value ?? '';
                if (given.trim() !== '') giveToken(given);
            }}
        >
            <h2>{t.tokenTitle}</h2>
            <p role={props.wrong ? 'alert' : undefined}>{props.wrong ? t.tokenWrong : t.tokenFirst}</p>
            <label class="field">
                <span>{t.token}</span>
                <input ref={field} type="password" autocomplete="off" required />
            </label>
            <button type="submit">{t.enter}</button>
        </form>
    );
}
