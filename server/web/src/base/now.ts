import { useEffect, useState } from 'preact/hooks';

const every = 2000;

/** The time, told anew every other second, so that what lasts grows. */
export function useNow(): number {
    const [now, setNow] = useState(Date.now());
    useEffect(() => {
        const timer = window.setInterval(() => setNow(Date.now()), every);
        return () => window.clearInterval(timer);
    }, []);
    return now;
}
