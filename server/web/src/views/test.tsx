import { useStore } from '../base/store.ts';
import { useTexts } from '../base/text.ts';
import { Panel } from '../parts/fields.tsx';
import { plant, useLive } from '../state/session.ts';
import { Faults } from './faults.tsx';
import { Forget } from './forget.tsx';
import { HostPanel } from './host.tsx';
import { Scenarios } from './scenarios.tsx';

export function TestView() {
    useLive({ topics: ['status'] });
    const t = useTexts();
    const { machines } = useStore(plant);
    const serials = [...machines.keys()].sort();
    return (
        <div class="panels test">
            <Faults serials={serials} />
            <Scenarios />
            <HostPanel />
            <Panel title={t.forget}>
                <Forget serials={serials} />
            </Panel>
        </div>
    );
}
