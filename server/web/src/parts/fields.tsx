// Labelled form fields and panels.
import type { ComponentChildren } from 'preact';

export function Select<T extends string>(props: {
    label: string;
    value: T;
    options: [T, string][];
    set: (value: T) => void;
}) {
    return (
        <label class="field">
            <span>{props.label}</span>
            <select value={props.value} onChange={(event) => props.set(event.currentTarget.value as T)}>
                {props.options.map(([value, text]) => (
                    <option key={value} value={value} selected={value === props.value}>
                        {text}
                    </option>
                ))}
            </select>
        </label>
    );
}

export function Input(props: {
    label: string;
    value: string;
    set: (value: string) => void;
    type?: string;
    hint?: string;
    list?: string;
}) {
    return (
        <label class="field">
            <span>{props.label}</span>
            <input
                type={props.type ?? 'text'}
                value={props.value}
                placeholder={props.hint}
                list={props.list}
                autocomplete="off"
                spellcheck={false}
                onInput={(event) => props.set(event.currentTarget.value)}
            />
        </label>
    );
}

export function Panel(props: { title: string; beside?: ComponentChildren; children: ComponentChildren; wide?: boolean }) {
    return (
        <section class={props.wide ? 'panel wide' : 'panel'}>
            <header>
                <h2>{props.title}</h2>
                {props.beside}
            </header>
            {props.children}
        </section>
    );
}

/** A table that scrolls sideways by itself and can be reached by keyboard for that. */
export function Table(props: { label: string; heads: string[]; numeric?: number[]; children: ComponentChildren }) {
    return (
        <div class="table" tabIndex={0} role="region" aria-label={props.label}>
            <table>
                <thead>
                    <tr>
                        {props.heads.map((head, index) =>
                            head === '' ? (
                                <td key={index} />
                            ) : (
                                <th key={index} scope="col" class={props.numeric?.includes(index) ? 'number' : undefined}>
                                    {head}
                                </th>
                            )
                        )}
                    </tr>
                </thead>
                <tbody>{props.children}</tbody>
            </table>
        </div>
    );
}

export function saveAs(name: string, data: Blob): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(data);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
