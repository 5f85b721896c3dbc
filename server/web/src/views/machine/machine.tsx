// One machine in depth: a head that stays and tabs below it.
import { useEffect } from 'preact/hooks';

import { hrefOf, route } from '../../base/route.ts';
import { useStore } from '../../base/store.ts';
import { useTexts } from '../../base/text.ts';
import { getJson, machinePath, Problem } from '../../net/api.ts';
import type { Machine } from '../../net/types.ts';
import { Empty, ProblemNote, useLoad, valueOf } from '../../parts/states.tsx';
import { plant, useLive } from '../../state/session.ts';
import { ChartsTab } from './charts.tsx';
import { EventsTab } from './events.tsx';
import { Head } from './head.tsx';
import { OverviewTab } from './overview.tsx';
import { PrintsTab } from './prints.tsx';
import { RecordsTab } from './records.tsx';
import { ScreenTab } from './screen.tsx';
import { SetupsTab } from './setups.tsx';
import { SpcTab } from './spc.tsx';
import { StopsTab } from './stops.tsx';

export interface TabProps {
    machine: Machine;
}

const tabs: Record<string, (props: TabProps) => preact.JSX.Element> = {
    overview: OverviewTab,
    charts: ChartsTab,
    spc: SpcTab,
    stops: StopsTab,
    events: EventsTab,
    setups: SetupsTab,
    screen: ScreenTab,
    prints: PrintsTab,
    records: RecordsTab
};

function Known(props: { machine: Machine; tab: string }) {
    const t = useTexts();
    const { machine } = props;
    const Tab = tabs[props.tab] ?? OverviewTab;
    return (
        <div class="machine">
            <Head machine={machine} />
            <nav class="tabs" aria-label={machine.serial}>
                {Object.keys(tabs).map((name) => (
                    <a key={name} href={hrefOf('machine', machine.serial, name)} aria-current={props.tab === name ? 'page' : undefined}>
                        {t.tabs[name]}
                    </a>
                ))}
            </nav>
            {!machine.online && <p class="note">{t.offlineMachine}</p>}
            <Tab key={machine.serial} machine={machine} />
        </div>
    );
}

function OneMachine(props: { serial: string; tab: string }) {
    const t = useTexts();
    const { serial } = props;
    const { loaded, again } = useLoad(() => getJson<Machine>(machinePath(serial)), serial);
    useLive(loaded.state === 'there' ? { machines: [serial], topics: ['status', 'cycles', 'events'] } : null);
    const now = useStore(plant).machines.get(serial);
    const machine = now ?? valueOf(loaded);
    if (machine !== undefined && machine.serial === serial) return <Known machine={machine} tab={props.tab} />;
    if (loaded.state !== 'failed') return <Empty>{t.loading}…</Empty>;
    const unknown = loaded.problem.status === 404;
    return <ProblemNote problem={unknown ? new Problem(1, t.unknownMachine) : loaded.problem} again={again} />;
}

/** Without a serial the first machine that is known is shown. */
function AnyMachine() {
    const t = useTexts();
    useLive({ topics: ['status'] });
    const first = [...useStore(plant).machines.keys()].sort()[0];
    useEffect(() => {
        if (first !== undefined) location.replace(hrefOf('machine', first));
    }, [first]);
    return <Empty>{route.get().rest.length === 0 ? t.nothingYet : t.loading}</Empty>;
}

export function MachineView(props: { serial: string | undefined; tab: string }) {
    return props.serial === undefined ? <AnyMachine /> : <OneMachine key={props.serial} serial={props.serial} tab={props.tab} />;
}
