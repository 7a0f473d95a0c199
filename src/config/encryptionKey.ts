import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './configError.ts';
import type { Settings } from './settings.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'encryption.key';

/**
 * The key for secrets at rest: from the settings, or from the data directory, where it is made once (mode 0600).
 * Processes that start together on an empty directory end with the same key.
 * @throws ConfigError when the file can be read by others, or holds no key
 */
export async function loadKey(settings: Pick<Settings, 'encryptionKey' | 'dataDir'>): Promise<Buffer> {
  if (settings.encryptionKey) return settings.encryptionKey;
  const file = join(settings.dataDir, KEY_FILE);
  const kept = await readKey(file);
  if (kept) return kept;
  // As root the embedded database runs as another user, who must be able to pass through.
  await mkdir(settings.dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  await makeKey(file);
  const made = await readKey(file);
  if (!made) throw new Error(`The encryption key in ${file} was removed while it was made.`);
  return made;
}

/**
 * Written whole under another name first; giving it its own name fails when another process was quicker, whose key then
 * counts.
 */
async function makeKey(file: string): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readKey(file: string): Promise<Buffer | null> {
  let text: string;
  try {
    if (((await stat(file)).mode & 0o077) !== 0) {
      throw new ConfigError([`${file} can be read by others on this machine. Run: chmod 600 ${file}`]);
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new ConfigError([
      `${file} holds no key of ${KEY_BYTES} bytes. Put back the file from a backup, or set ROLLCALL_ENCRYPTION_KEY.`,
    ]);
  }
  return key;
}
