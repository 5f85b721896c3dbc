// A fault out of the fields of the form, as docs/faults.md describes it.
export interface FaultForm {
    machine: string;
    message: string;
    effect: string;
    argument: string;
    every: string;
    first: string;
}

export const messages = [
    'cycle', 'event', 'cycle_interruption', 'status', 'status_response', 'status_change', 'init', 'init_response', 'start', 'start_response',
    'languages', 'list', 'list_response', 'read', 'read_response', 'cycle_select', 'interruption_list', 'spc_read', 'spc_write',
    'upload_setup', 'upload_setup_response', 'download_setup', 'download_setup_response', 'identify', 'identify_response', 'error',
    'display_init', 'display_start', 'display_stop', 'key', 'screen', 'menu'
] as const;

const needed: Record<string, { name: string; value: string } | null> = {
    drop: null,
    duplicate: { name: 'count', value: '1' },
    delay: { name: 'mean', value: '2s' },
    jitter: { name: 'mean', value: '200ms' },
    reorder: { name: 'wait', value: '5s' },
    split: { name: 'at', value: '3' },
    coalesce: { name: 'count', value: '4' },
    throttle: { name: 'rate', value: '200' },
    stall: { name: 'mean', value: '10s' },
    half_open: null,
    reset: null,
    close: null,
    truncate: { name: 'at', value: '3' },
    wrong_size: { name: 'value', value: '3' },
    flip_bits: { name: 'count', value: '1' },
    wrong_command: { name: 'value', value: '0x7F01' },
    shift_time: { name: 'by', value: '-1h' },
    garbage: { name: 'count', value: '16' }
};

export const effects = Object.keys(needed);

export function argumentsOf(effect: string): { name: string; value: string } | null {
    return needed[effect] ?? null;
}

function numeric(text: string): number | string {
    const trimmed = text.trim();
    return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** Without a way, a fault on every message acts on what is sent; the page means both directions. */
export function faultOf(form: FaultForm): Record<string, unknown> {
    const fault: Record<string, unknown> = {};
    if (form.machine.trim() !== '') fault.machine = form.machine.trim();
    if (form.message !== '') fault.message = form.message;
    else fault.way = 'both';
    if (Number(form.every) > 1) fault.every = Number(form.every);
    if (Number(form.first) > 0) fault.first = Number(form.first);
    const argument = argumentsOf(form.effect);
    const given = form.argument.trim();
    fault.do = argument === null || given === '' ? (argument === null ? form.effect : { [form.effect]: numeric(argument.value) }) : { [form.effect]: numeric(given) };
    return fault;
}
