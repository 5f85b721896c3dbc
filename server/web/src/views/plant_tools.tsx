import { number } from '../base/format.ts';
import { useTexts } from '../base/text.ts';
import { kindOrder, signs, type Kind } from '../maths/modes.ts';
import type { Choice } from '../maths/select.ts';
import { Input, Select } from '../parts/fields.tsx';

function optionsOf<T extends string>(words: Record<string, string>): [T, string][] {
    return Object.entries(words) as [T, string][];
}

export function PlantTools(props: {
    choice: Choice;
    choose: (choice: Choice) => void;
    counts: Record<Kind, number>;
    shown: number;
    total: number;
}) {
    const t = useTexts();
    const { choice, choose, counts } = props;
    const kinds: ('all' | Kind)[] = ['all', ...kindOrder];
    return (
        <div class="tools">
            <Input
                label={t.search}
                type="search"
                hint={t.searchHint}
                value={choice.search}
                set={(search) => choose({ ...choice, search })}
            />
            <Select label={t.sort} value={choice.sort} options={optionsOf<Choice['sort']>(t.sorts)} set={(sort) => choose({ ...choice, sort })} />
            <Select label={t.group} value={choice.group} options={optionsOf<Choice['group']>(t.groups)} set={(group) => choose({ ...choice, group })} />
            <div class="kinds" role="group" aria-label={t.state}>
                {kinds.map((kind) => (
                    <button
                        key={kind}
                        type="button"
                        class={`kind ${kind}`}
                        aria-pressed={choice.kind === kind}
                        onClick={() => choose({ ...choice, kind })}
                    >
                        {kind !== 'all' && <span aria-hidden="true">{signs[kind]} </span>}
                        {kind === 'all' ? t.all : t.kinds[kind]} <b>{number(kind === 'all' ? props.total : counts[kind])}</b>
                    </button>
                ))}
            </div>
            <p class="quiet count" role="status">
                {number(props.shown)} {t.of} {number(props.total)} {t.shown}
            </p>
        </div>
    );
}
