// The host itself: version, links, how far its store is behind, the settings in force.
import { useEffect } from 'preact/hooks';

import { number } from '../base/format.ts';
import { useTexts } from '../base/text.ts';
import { getJson } from '../net/api.ts';
import type { HostFacts } from '../net/types.ts';
import { Panel } from '../parts/fields.tsx';
import { Await, useLoad, valueOf } from '../parts/states.tsx';

const husky = 1310;

/** Where machines find this host, as far as it tells. */
export function useMachineAddress(): string {
    const facts = valueOf(useLoad(() => getJson<HostFacts>('host')).loaded);
    return `${location.hostname}:${facts?.settings?.port || husky}`;
}

function Facts(props: { facts: HostFacts }) {
    const t = useTexts();
    const { version, links, store, settings } = props.facts;
    const figures: [string, string][] = [
        [t.version, version],
        [t.links, number(links)],
        [t.store, store?.url ?? '–'],
        [t.queued, number(store?.queued)],
        [t.lag, `${number(store?.lag_ms)} ms`]
    ];
    return (
        <>
            <dl class="figures">
                {figures.map(([word, value]) => (
                    <div key={word}>
                        <dt>{word}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
            <details>
                <summary>{t.settings}</summary>
                <pre class="settings" tabIndex={0} aria-label={t.settings}>
                    {JSON.stringify(settings, null, 2)}
                </pre>
            </details>
        </>
    );
}

export function HostPanel() {
    const t = useTexts();
    const loading = useLoad(() => getJson<HostFacts>('host'));
    const there = loading.loaded.state === 'there';
    useEffect(() => {
        if (!there) return undefined;
        const timer = window.setInterval(loading.again, 5000);
        return () => window.clearInterval(timer);
    }, [there]);
    return (
        <Panel title={t.host}>
            <Await loading={loading}>{(facts) => <Facts facts={facts} />}</Await>
        </Panel>
    );
}
