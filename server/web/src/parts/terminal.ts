// Draws an operator screen onto a canvas, cell by cell, so that lines and blocks join whatever font there is.
import type { Screen } from '../net/types.ts';

const palette = [
    '#000000', '#0000aa', '#00aa00', '#00aaaa', '#aa0000', '#aa00aa', '#aa5500', '#aaaaaa',
    '#555555', '#5555ff', '#55ff55', '#55ffff', '#ff5555', '#ff55ff', '#ffff55', '#ffffff'
];
const cellWidth = 10;
const cellHeight = 20;

/** Of an attribute: bits 0 to 3 are the colour of the text, 4 to 6 that of the ground. */
export function coloursOf(attribute: number): { text: string; ground: string } {
    return { text: palette[attribute & 15], ground: palette[(attribute >> 4) & 7] };
}

function drawLine(context: CanvasRenderingContext2D, character: string, x: number, y: number): boolean {
    const arms: Record<string, string> = { '─': 'lr', '│': 'ud', '┌': 'rd', '┐': 'ld', '└': 'ru', '┘': 'lu', '├': 'udr', '┤': 'udl', '┬': 'lrd', '┴': 'lru', '┼': 'lrud' };
    const found = arms[character];
    if (found === undefined) return false;
    const midX = x + cellWidth / 2;
    const midY = y + cellHeight / 2;
    if (found.includes('l')) context.fillRect(x, midY - 0.5, cellWidth / 2 + 0.5, 1);
    if (found.includes('r')) context.fillRect(midX - 0.5, midY - 0.5, cellWidth / 2 + 0.5, 1);
    if (found.includes('u')) context.fillRect(midX - 0.5, y, 1, cellHeight / 2 + 0.5);
    if (found.includes('d')) context.fillRect(midX - 0.5, midY - 0.5, 1, cellHeight / 2 + 0.5);
    return true;
}

function drawBlock(context: CanvasRenderingContext2D, character: string, x: number, y: number): boolean {
    const code = character.charCodeAt(0);
    if (code < 0x2588 || code > 0x258f) return false;
    context.fillRect(x, y + 2, (cellWidth * (0x2590 - code)) / 8, cellHeight - 4);
    return true;
}

export function drawScreen(canvas: HTMLCanvasElement, screen: Screen): void {
    const scale = Math.max(1, Math.min(3, devicePixelRatio));
    const width = screen.columns * cellWidth * scale;
    const height = screen.rows * cellHeight * scale;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.font = '16px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace';
    context.textBaseline = 'middle';
    screen.text.forEach((line, row) => {
        const characters = [...line];
        for (let column = 0; column < screen.columns; column += 1) {
            const { text, ground } = coloursOf(screen.attributes[row]?.[column] ?? 7);
            const x = column * cellWidth;
            const y = row * cellHeight;
            context.fillStyle = ground;
            context.fillRect(x, y, cellWidth + 0.5, cellHeight + 0.5);
            const character = characters[column] ?? ' ';
            if (character === ' ') continue;
            context.fillStyle = text;
            if (!drawLine(context, character, x, y) && !drawBlock(context, character, x, y))
                context.fillText(character, x, y + cellHeight / 2 + 1, cellWidth);
        }
    });
    if (screen.cursor !== null) {
        context.fillStyle = palette[7];
        context.fillRect(screen.cursor.x * cellWidth, screen.cursor.y * cellHeight + cellHeight - 3, cellWidth, 2);
    }
}
