import type { Kind } from '../maths/modes.ts';

export interface Texts {
    plant: string; machine: string; link: string; test: string; views: string; skip: string;
    language: string; feed: Record<string, string>;
    kinds: Record<Kind, string>; modes: Record<string, string>; productions: Record<string, string>;
    online: string; of: string; perMinute: string; missing: string; repeats: string; faults: string; store: string;
    storeWords: Record<string, string>;
    search: string; searchHint: string; sort: string; sorts: Record<string, string>; group: string;
    groups: Record<string, string>; all: string; shown: string; nobody: string; noneMatches: string; reset: string;
    copy: string; copied: string;
    availability: string; performance: string; quality: string; lastHour: string; lastShift: string; lastDay: string; span: string;
    job: string; mould: string; cycles: string; good: string; bad: string; cycleTime: string; target: string; lastStop: string;
    noStop: string; offline: string; side: string; parts: string; linkedSince: string; notLinked: string;
    tabs: Record<string, string>; unknownMachine: string; offlineMachine: string;
    loading: string; noAnswer: string; notOffered: string; again: string; nothingYet: string;
    variables: string; variable: string; addVariable: string; remove: string; cycleNumber: string; newestCycles: string;
    subgroup: string; mean: string; sigma: string; values: string; rules: Record<number, string>; noRule: string;
    tooFew: string; histogram: string; count: string; broken: string;
    pareto: string; timeline: string; duration: string; share: string; begins: string; lasting: string;
    time: string; machineTime: string; event: string; text: string;
    setup: string; version: string; origin: string; size: string; remark: string; compare: string; with: string; download: string;
    upload: string; readNow: string; sendBack: string; changed: string; added: string; removed: string; same: string; parameter: string; sent: string;
    noDisplay: string; keys: string; screenHint: string; screenGone: string;
    noPrints: string; user: string; open: string;
    counters: string; clock: string; clockAhead: string; clockBehind: string; clockSame: string; epochs: string; epoch: string; gaps: string;
    firstMissing: string; lastMissing: string; noGaps: string; firstCycle: string; lastCycle: string;
    frames: string; direction: string; received: string; sentOut: string; both: string; message: string; pause: string; resume: string;
    savePcapng: string; bytes: string; offset: string; provenance: string; provenances: Record<string, string>; field: string; value: string;
    chooseFrame: string; noFrames: string; paused: string;
    placeFault: string; placed: string; clear: string; clearAll: string; noFaults: string; effect: string; everyNth: string; onlyFirst: string;
    matched: string; done: string; allMachines: string; everyMessage: string; argument: string; asJson: string; placeIt: string;
    scenarios: string; run: string; noScenarios: string; verdict: string; step: string; state: string; verdicts: Record<string, string>; standings: Record<string, string>;
    forget: string; forgetAll: string; forgetOne: string; forgetSure: string; yes: string; no: string; forgotten: string;
    tokenTitle: string; tokenFirst: string; tokenWrong: string; token: string; enter: string;
    startFleet: string; host: string; links: string; queued: string; lag: string; settings: string; address: string; jobs: string; chart: string;
}

export const en: Texts = {
    plant: 'Plant', machine: 'Machine', link: 'Link', test: 'Test', views: 'Views', skip: 'To the content',
    language: 'Language',
    feed: { connecting: 'connecting', live: 'live', polling: 'every 2 s', lost: 'no answer' },
    kinds: { run: 'running', stop: 'interrupted', work: 'manual work', heat: 'heating', rest: 'at rest', gone: 'offline' },
    modes: { off: 'off', idle: 'idle', heating: 'heating', manual: 'manual', 'set-up': 'set-up', purge: 'purge', 'dry cycle': 'dry cycle', 'semi-auto': 'semi-auto', auto: 'automatic', interrupted: 'interrupted', standby: 'standby', maintenance: 'maintenance' },
    productions: { other: 'other', 'no production': 'no production', 'start-up': 'start-up', ready: 'ready', production: 'production', 'dry run': 'dry run' },
    online: 'online', of: 'of', perMinute: 'cycles a minute', missing: 'missing', repeats: 'repeats', faults: 'faults placed', store: 'store',
    storeWords: { ok: 'ok', failing: 'failing', none: 'none', '': '–' },
    search: 'Search', searchHint: 'serial, job, mould', sort: 'Sort by', group: 'Group by', all: 'all', shown: 'shown',
    sorts: { serial: 'serial', state: 'state', cycles: 'cycles', bad: 'bad parts', missing: 'missing cycles' },
    groups: { none: 'nothing', family: 'family', state: 'state', job: 'job', mould: 'mould' },
    nobody: 'No machine yet. This starts twelve:', noneMatches: 'No machine matches.', reset: 'Show all', copy: 'Copy', copied: 'Copied',
    availability: 'Availability', performance: 'Performance', quality: 'Quality', lastHour: 'last hour', lastShift: 'last 8 hours', lastDay: 'last 24 hours', span: 'Span',
    job: 'Job', mould: 'Mould', cycles: 'Cycles', good: 'Good', bad: 'Bad', cycleTime: 'Cycle time', target: 'target', lastStop: 'Last interruption',
    noStop: 'no interruption seen', offline: 'offline', side: 'Side', parts: 'parts', linkedSince: 'linked since', notLinked: 'not linked',
    tabs: { overview: 'Overview', charts: 'Charts', spc: 'SPC', stops: 'Interruptions', events: 'Events', setups: 'Set-ups', screen: 'Screen', prints: 'Prints', records: 'Records' },
    unknownMachine: 'This host knows no machine of that serial.', offlineMachine: 'The machine is offline: only what is stored can be shown.',
    loading: 'Loading', noAnswer: 'The host does not answer.', notOffered: 'This host does not offer it.', again: 'Try again', nothingYet: 'Nothing yet.',
    variables: 'Variables', variable: 'Variable', addVariable: 'Add a variable', remove: 'Remove', cycleNumber: 'Life cycle counter', newestCycles: 'newest cycles',
    subgroup: 'Subgroup size', mean: 'Mean', sigma: 'Sigma within', values: 'Values', noRule: 'in control', tooFew: 'Too few cycles for a chart yet.', histogram: 'Histogram', count: 'Count', broken: 'Broken rules',
    rules: { 1: 'beyond 3 sigma', 2: '2 of 3 beyond 2 sigma', 3: '4 of 5 beyond 1 sigma', 4: '8 on one side' },
    pareto: 'Pareto by duration', timeline: 'Timeline of modes', duration: 'Duration', share: 'Cumulated', begins: 'Begin', lasting: 'lasts',
    time: 'Received', machineTime: 'Machine clock', event: 'Type', text: 'Text',
    setup: 'Set-up', version: 'Version', origin: 'Origin', size: 'Size', remark: 'Remark', compare: 'Compare', with: 'with', download: 'Download', upload: 'Send a file', readNow: 'Read from machine', sendBack: 'Send back', changed: 'changed', added: 'added', removed: 'removed', same: 'No difference.', parameter: 'Parameter', sent: 'Sent to the machine.',
    noDisplay: 'This machine has no display link.', keys: 'Keys', screenHint: 'Click the screen, then type: F1 to F12, arrows, digits, Enter and Escape go to the machine.', screenGone: 'The display link has ended.',
    noPrints: 'Nothing has been printed.', user: 'User', open: 'Open',
    counters: 'Counters', clock: 'Clock', clockAhead: 'ahead of the host', clockBehind: 'behind the host', clockSame: 'as the host', epochs: 'Epochs', epoch: 'Epoch', gaps: 'Missing cycles', firstMissing: 'First', lastMissing: 'Last', noGaps: 'No cycle is missing.', firstCycle: 'First cycle', lastCycle: 'Last cycle',
    frames: 'Frames', direction: 'Direction', received: 'received', sentOut: 'sent', both: 'both', message: 'Message', pause: 'Pause', resume: 'Go on', savePcapng: 'Save as pcapng', bytes: 'Bytes', offset: 'Offset', provenance: 'Provenance', field: 'Field', value: 'Value', chooseFrame: 'Choose a frame to see its bytes.', noFrames: 'No frame yet that fits.', paused: 'paused',
    provenances: { documented: 'documented', reconstructed: 'reconstructed', extension: 'extension' },
    placeFault: 'Place a fault', placed: 'Placed faults', clear: 'Clear', clearAll: 'Clear all', noFaults: 'No fault is placed: messages pass unchanged.', effect: 'What happens', everyNth: 'Every n-th', onlyFirst: 'Only the first', matched: 'matched', done: 'done', allMachines: 'every machine', everyMessage: 'every message', argument: 'How much', asJson: 'Request', placeIt: 'Place',
    scenarios: 'Scenarios', run: 'Run', noScenarios: 'This host cannot play scenarios itself. From a shell:', verdict: 'Verdict', step: 'Step', state: 'State', verdicts: { running: 'running', passed: 'passed', failed: 'failed', blocked: 'could not be played', skipped: 'left out' }, standings: { waiting: 'waits', done: 'done', open: 'open', met: 'met', missed: 'not met', 'left out': 'not judged' },
    forget: 'Between tests', forgetAll: 'Forget everything', forgetOne: 'Forget this machine', forgetSure: 'All machines, cycles, events and prints of this host are deleted. Go on?', yes: 'Yes, forget', no: 'No', forgotten: 'Forgotten.',
    tokenTitle: 'Token', tokenFirst: 'This host wants a token. It is kept in this tab only.', tokenWrong: 'The host does not accept this token.', token: 'Token', enter: 'Go on',
    host: 'Host', links: 'Links', queued: 'Waiting for the store', lag: 'Store lag', settings: 'Settings in force', startFleet: 'husky-fleet run --count 12 --time-scale 10 --host', address: 'Address', jobs: 'Jobs', chart: 'Chart',
};
