// What a part shows while it has nothing to show, and the hook that loads what it shows.
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';

import { useTexts } from '../base/text.ts';
import { Problem } from '../net/api.ts';

export type Loaded<T> = { state: 'loading' } | { state: 'there'; value: T } | { state: 'failed'; problem: Problem };

export interface Loading<T> {
    loaded: Loaded<T>;
    again: () => void;
}

/** Keeps what was loaded before while the same thing is loaded again. */
export function useLoad<T>(load: () => Promise<T>, ...on: unknown[]): Loading<T> {
    const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
    const [turn, setTurn] = useState(0);
    useEffect(() => {
        let wanted = true;
        load().then(
            (value) => wanted && setLoaded({ state: 'there', value }),
            (wrong) => {
                const problem = wrong instanceof Problem ? wrong : new Problem(0, String(wrong));
                if (wanted) setLoaded({ state: 'failed', problem });
            }
        );
        return () => {
            wanted = false;
        };
    }, [turn, ...on]);
    return { loaded, again: useCallback(() => setTurn((now) => now + 1), []) };
}

export function valueOf<T>(loaded: Loaded<T>): T | undefined {
    return loaded.state === 'there' ? loaded.value : undefined;
}

export function Empty(props: { children: ComponentChildren }) {
    return <div class="empty">{props.children}</div>;
}

export function ProblemNote(props: { problem: Problem; again?: () => void }) {
    const t = useTexts();
    const { status, message } = props.problem;
    const words = status === 0 ? t.noAnswer : status === 404 ? t.notOffered : message;
    return (
        <Empty>
            <p>
                {words} {status > 0 && <span class="quiet">({status})</span>}
            </p>
            {props.again !== undefined && (
                <button type="button" onClick={props.again}>
                    {t.again}
                </button>
            )}
        </Empty>
    );
}

export function Await<T>(props: { loading: Loading<T>; children: (value: T) => ComponentChildren }) {
    const t = useTexts();
    const { loaded, again } = props.loading;
    if (loaded.state === 'loading') return <Empty>{t.loading}…</Empty>;
    if (loaded.state === 'failed') return <ProblemNote problem={loaded.problem} again={again} />;
    return <>{props.children(loaded.value)}</>;
}

export function Command(props: { text: string }) {
    const t = useTexts();
    const [copied, setCopied] = useState(false);
    const copy = () => {
        void navigator.clipboard?.writeText(props.text).then(() => setCopied(true));
    };
    return (
        <p class="command">
            <code>{props.text}</code>
            <button type="button" onClick={copy}>
                {copied ? t.copied : t.copy}
            </button>
        </p>
    );
}
