// Copies these tests beside the page in a build tree and installs there, once, what they need: node prepare.mjs FOLDER NPM
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [folder, npm] = process.argv.slice(2);
cpSync(here, folder, { recursive: true, filter: (from) => !['node_modules', 'CMakeLists.txt'].includes(basename(from)) });

const wanted = readFileSync(join(here, 'package-lock.json'), 'utf8');
const stamp = join(folder, 'installed.lock');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    const ran = spawnSync(npm, ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
    if (ran.status !== 0) process.exit(1);
    writeFileSync(stamp, wanted);
}
