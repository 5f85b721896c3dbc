import { useMemo, useState } from 'preact/hooks';

import { useStore } from '../base/store.ts';
import { useTexts } from '../base/text.ts';
import { countKinds, select, type Choice } from '../maths/select.ts';
import { Command, Empty } from '../parts/states.tsx';
import { feed, plant, useLive } from '../state/session.ts';
import { useMachineAddress } from './host.tsx';
import { OeeLine } from './oee.tsx';
import { PlantLine } from './plant_line.tsx';
import { PlantTools } from './plant_tools.tsx';
import { Tiles } from './tiles.tsx';

const everything: Choice = { search: '', kind: 'all', sort: 'serial', group: 'none' };
const choiceKey = 'husky.plant';

function keptChoice(): Choice {
    try {
        return { ...everything, ...JSON.parse(sessionStorage.getItem(choiceKey) ?? '{}') };
    } catch {
        return everything;
    }
}

function StartFleet() {
    const t = useTexts();
    return <Command text={`${t.startFleet} ${useMachineAddress()}`} />;
}

export function PlantView() {
    useLive({ topics: ['status', 'events'] });
    const t = useTexts();
    const now = useStore(plant);
    const state = useStore(feed);
    const [choice, setChoice] = useState(keptChoice);
    const choose = (next: Choice) => {
        sessionStorage.setItem(choiceKey, JSON.stringify(next));
        setChoice(next);
    };
    const groups = useMemo(() => select(now.machines.values(), choice), [now.machines, choice]);
    const counts = useMemo(() => countKinds(now.machines.values()), [now.machines]);
    const shown = groups.reduce((sum, each) => sum + each.machines.length, 0);
    return (
        <div class="plant">
            <PlantLine plant={now} />
            <OeeLine path="oee" />
            <PlantTools choice={choice} choose={choose} counts={counts} shown={shown} total={now.machines.size} />
            {shown > 0 && <Tiles groups={groups} plant={now} stateNames={choice.group === 'state'} />}
            {shown === 0 && now.machines.size > 0 && (
                <Empty>
                    <p>{t.noneMatches}</p>
                    <button type="button" onClick={() => choose(everything)}>
                        {t.reset}
                    </button>
                </Empty>
            )}
            {now.machines.size === 0 && !now.known && <Empty>{state === 'lost' ? t.noAnswer : `${t.loading}…`}</Empty>}
            {now.machines.size === 0 && now.known && (
                <Empty>
                    <p>{t.nobody}</p>
                    <StartFleet />
                </Empty>
            )}
        </div>
    );
}
