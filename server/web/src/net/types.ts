// What the host answers, as docs/http.md and /openapi.json tell it. Fields with ? come from newer hosts only.
export interface Side {
    tandem_side: number;
    mode: string;
    production: string;
    job: string;
    mould: string;
    cycles: number;
    good_parts: number;
    bad_parts: number;
    ordered?: number | null;
}

export interface Machine {
    serial: string;
    online: boolean;
    address: string | null;
    tandem: boolean;
    sides: Side[];
    epoch: number;
    life_counter: number;
    last_cycle_at: string | null;
    linked_since: string | null;
    cycles_stored: number;
    duplicates: number;
    gaps: number;
    events: number;
    interruptions: number;
    languages: string[];
    variables: number;
    family?: string | null;
    cycle_time?: number | null;
    target_cycle_time?: number | null;
    last_interruption?: Interruption | null;
}

export interface HostFacts {
    version: string;
    links: number;
    store: { url: string; queued: number; lag_ms: number } | null;
    settings: { port?: number; [key: string]: unknown } | null;
}

export interface HostState {
    machines: number;
    online: number;
    cycles: number;
    missing: number;
    duplicates: number;
    faults: number;
    store: string;
}

export interface Cycle {
    serial: string;
    tandem_side: number;
    epoch: number;
    life_counter: number;
    machine_time: string | null;
    receive_time: string;
    values: Record<string, number | string | null>;
}

export interface Text {
    language: string;
    text: string;
    type?: string;
}

export interface PlantEvent {
    serial: string;
    machine_time: string;
    receive_time: string;
    texts: Text[];
}

export interface Interruption extends PlantEvent {
    tandem_side: number;
    interruption_id: number;
    state: string;
}

export interface Gap {
    epoch: number;
    first_missing: number;
    last_missing: number;
    detected_at: string;
    after_time: string | null;
    before_time: string | null;
}

export interface Frame {
    number: number;
    time: string;
    serial: string;
    direction: 'received' | 'sent';
    name: string;
    code: number;
    size: number;
    /** Null for a word that nobody knows. */
    provenance: string | null;
    /** What is wrong with it; null if it is whole. */
    fault: string | null;
    layout: FrameField[];
    bytes: string;
}

export interface FrameField {
    offset: number;
    size: number;
    /** Null for what cannot be decoded. */
    name: string | null;
    value: unknown;
    provenance: string | null;
}

export interface Variable {
    variable_id: number;
    value_type: string;
    units: string;
    description: string;
    value: number | string | null;
}

export interface SpcFigures {
    subgroup_size: number;
    subgroups: number;
    mean: number | null;
    std_dev: number | null;
    ucl: number | null;
    lcl: number | null;
    usl: number | null;
    lsl: number | null;
    cp: number | null;
    cpk: number | null;
}

export interface Setup {
    setup_number: number;
    version: number;
    time: string;
    last_time: string;
    origin: string;
    remark: string;
    size: number;
    sha256: string;
}

export interface Print {
    id: number;
    time: string;
    job: string;
    user: string;
    host: string;
    files: { file: string; type: string; size: number }[];
}

export interface Fault {
    id: number;
    fault: Record<string, unknown>;
    matched: number;
    done: number;
}

export interface Oee {
    availability: number | null;
    performance: number | null;
    quality: number | null;
    oee: number | null;
}

export interface Screen {
    columns: number;
    rows: number;
    text: string[];
    attributes: number[][];
    cursor: { x: number; y: number } | null;
    menu: { key: number; label: string }[];
}

export interface LiveMessage {
    type: 'snapshot' | 'delta';
    number: number;
    time?: string;
    /** In a snapshot after a loss: reports that were left out. */
    lost?: number;
    host?: HostState;
    machines?: Machine[];
    cycles?: Cycle[];
    events?: PlantEvent[];
    interruptions?: Interruption[];
    frames?: Frame[];
}

export interface List<T> {
    items: T[];
    next: number | string | null;
}
