import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes gathered before they go to the disk. */
const gatherBytes = 256 * 1024;

/** A new file that is written from front to back, hashed as it goes, and durable when it was finished. */
export class FileSink {
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #byteCount = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.#byteCount;
  }

  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#hash.update(bytes);
    this.#byteCount += bytes.length;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= gatherBytes) await this.#flush();
  }

  /** @returns size and SHA-256 (hex) of the whole file */
  async finish(): Promise<{ byteCount: number; sha256: string }> {
    await this.#flush();
    await this.#handle.sync();
    return { byteCount: this.#byteCount, sha256: this.#hash.digest('hex') };
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.#handle.writeFile(bytes);
  }
}

/** Opens a new file, lets `work` write it, and closes it in any case. */
export async function writeNewFile<T>(file: string, work: (sink: FileSink) => Promise<T>): Promise<T> {
  const handle = await open(file, 'wx', 0o600);
  try {
    return await work(new FileSink(handle));
  } finally {
    await handle.close();
  }
}
