// The operator screen, live, and its keys.
import { useEffect, useRef, useState } from 'preact/hooks';

import { useTexts } from '../../base/text.ts';
import { keyOf } from '../../maths/keys.ts';
import { machinePath } from '../../net/api.ts';
import { socketAddress } from '../../net/live.ts';
import { socketProtocols } from '../../net/token.ts';
import type { Screen } from '../../net/types.ts';
import { Empty } from '../../parts/states.tsx';
import { drawScreen } from '../../parts/terminal.ts';
import type { TabProps } from './machine.tsx';

const pads: [string, number][] = [['←', 274], ['↑', 272], ['↓', 273], ['→', 275], ['PgUp', 276], ['PgDn', 277], ['Home', 278], ['Enter', 279], ['Esc', 280]];

function useScreen(serial: string) {
    const [screen, setScreen] = useState<Screen | null>(null);
    const [ended, setEnded] = useState(false);
    const [said, say] = useState('');
    const [turn, setTurn] = useState(0);
    const socket = useRef<WebSocket>();
    useEffect(() => {
        let wanted = true;
        setEnded(false);
        const protocols = socketProtocols().filter((each) => each !== 'husky.live');
        const opened = new WebSocket(socketAddress(`api/v1/${machinePath(serial, 'display')}`), protocols.length > 0 ? ['husky.display', ...protocols] : []);
        opened.onmessage = (event) => {
            const message = JSON.parse(event.data);
            if (!wanted) return;
            if (typeof message.error === 'string') say(message.error);
            else {
                setScreen(message);
                say('');
            }
        };
        opened.onclose = () => wanted && setEnded(true);
        socket.current = opened;
        return () => {
            wanted = false;
            opened.close();
        };
    }, [serial, turn]);
    const press = (key: number) => {
        if (socket.current?.readyState === WebSocket.OPEN) socket.current.send(JSON.stringify({ key }));
    };
    return { screen, ended, said, press, again: () => setTurn((now) => now + 1) };
}

export function ScreenTab(props: TabProps) {
    const t = useTexts();
    const { screen, ended, said, press, again } = useScreen(props.machine.serial);
    const canvas = useRef<HTMLCanvasElement>(null);
    useEffect(() => {
        if (screen !== null && canvas.current !== null) drawScreen(canvas.current, screen);
    }, [screen]);
    if (screen === null && ended)
        return (
            <Empty>
                <p>{t.noDisplay}</p>
                <button type="button" onClick={again}>
                    {t.again}
                </button>
            </Empty>
        );
    if (screen === null) return <Empty>{t.loading}…</Empty>;
    const onKeyDown = (event: KeyboardEvent) => {
        const key = keyOf(event);
        if (key === null || (event.key === 'Tab')) return;
        event.preventDefault();
        press(key);
    };
    return (
        <section class="panel screen">
            <p class="quiet">{t.screenHint}</p>
            <div class="terminal" tabIndex={0} role="application" aria-label={`${t.tabs.screen} ${props.machine.serial}`} onKeyDown={onKeyDown}>
                <canvas ref={canvas} aria-hidden="true" />
                <pre class="unseen">{screen.text.join('\n')}</pre>
            </div>
            <div class="keys" role="group" aria-label={t.keys}>
                {screen.menu.map((each) => (
                    <button key={each.key} type="button" onClick={() => press(each.key)}>
                        {each.key >= 257 && each.key <= 268 && <b>F{each.key - 256} </b>}
                        {each.label}
                    </button>
                ))}
            </div>
            <div class="keys" role="group" aria-label={`${t.keys} 2`}>
                {pads.map(([word, key]) => (
                    <button key={key} type="button" onClick={() => press(key)}>
                        {word}
                    </button>
                ))}
            </div>
            <p role="status">{ended ? t.screenGone : said}</p>
            {ended && (
                <button type="button" onClick={again}>
                    {t.again}
                </button>
            )}
        </section>
    );
}
