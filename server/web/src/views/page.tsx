// The frame around each view: where one is, how the feed does, the language.
import { useEffect } from 'preact/hooks';

import { hrefOf, route } from '../base/route.ts';
import { useStore } from '../base/store.ts';
import { language, setLanguage, useTexts } from '../base/text.ts';
import { tokenWanted } from '../net/token.ts';
import { feed } from '../state/session.ts';
import { LinkView } from './link.tsx';
import { MachineView } from './machine/machine.tsx';
import { PlantView } from './plant.tsx';
import { TestView } from './test.tsx';
import { TokenForm } from './token.tsx';

function View(props: { view: string; rest: string[] }) {
    switch (props.view) {
        case 'machine':
            return <MachineView serial={props.rest[0]} tab={props.rest[1] ?? 'overview'} />;
        case 'link':
            return <LinkView serial={props.rest[0] ?? ''} />;
        case 'test':
            return <TestView />;
        default:
            return <PlantView />;
    }
}

function Languages() {
    const t = useTexts();
    const now = useStore(language);
    return (
        <div class="languages" role="group" aria-label={t.language}>
            {(['en', 'de'] as const).map((each) => (
                <button key={each} type="button" aria-pressed={now === each} onClick={() => setLanguage(each)}>
                    <span lang={each}>{each === 'en' ? 'English' : 'Deutsch'}</span>
                </button>
            ))}
        </div>
    );
}

export function Page() {
    const t = useTexts();
    const { view, rest } = useStore(route);
    const state = useStore(feed);
    const asking = useStore(tokenWanted);
    const now = useStore(language);
    const known: Record<string, string> = { plant: t.plant, machine: t.machine, link: t.link, test: t.test };
    const title = known[view] ?? t.plant;
    useEffect(() => {
        document.documentElement.lang = now;
        document.title = `${rest[0] ?? title} · Husky host`;
    }, [now, title, rest[0]]);
    return (
        <>
            <a class="skip" href="#content" onClick={(event) => {
                event.preventDefault();
                document.getElementById('content')?.focus();
            }}>
                {t.skip}
            </a>
            <header class="bar">
                <strong class="brand">Husky host</strong>
                <nav aria-label={t.views}>
                    {Object.entries(known).map(([name, word]) => (
                        <a key={name} href={hrefOf(name)} aria-current={view === name ? 'page' : undefined}>
                            {word}
                        </a>
                    ))}
                </nav>
                <span class={`feed ${state}`} role="status">
                    <span aria-hidden="true">{state === 'live' ? '●' : state === 'lost' ? '✕' : '○'}</span> {t.feed[state]}
                </span>
                <Languages />
            </header>
            <main id="content" tabIndex={-1}>
                <h1 class="unseen">{title}</h1>
                {asking === 'no' ? <View view={view} rest={rest} /> : <TokenForm wrong={asking === 'wrong'} />}
            </main>
        </>
    );
}
