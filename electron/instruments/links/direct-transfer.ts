import { readSync, writeSync } from 'node:fs';
import type { SerialPort } from 'serialport';

/** What node-serialport's binding has on Unix; on Windows there is neither descriptor nor poller. */
interface UnixBinding {
  readonly isOpen: boolean;
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', callback: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
}

/**
 * Reads and writes of an open port without a detour. node-serialport sends every one of them through Node's thread pool, and
 * tries to read before it asks whether there is anything to read: four switches of threads for the few bytes of a frame,
 * which is most of the processor time of sixteen busy lines. The descriptor does not block, so both can be done at once;
 * whatever does not go smoothly (an error, a full line, a hang-up) is left to node-serialport's own way.
 */
export function transferDirectly(port: SerialPort): void {
  const binding = port.port as unknown as Partial<UnixBinding> | undefined;
  if (process.platform === 'win32' || !isUnixBinding(binding)) return;
  const { poller } = binding;
  const readItsWay = binding.read.bind(binding);
  const writeItsWay = binding.write.bind(binding);

  binding.read = async (buffer, offset, length) => {
    await new Promise<void>((resolve, reject) => {
      poller.once('readable', (error) => (error ? reject(error) : resolve()));
    });
    const bytesRead = attempt(() => readSync(binding.fd as number, buffer, offset, length, null));
    return bytesRead > 0 ? { buffer, bytesRead } : readItsWay(buffer, offset, length);
  };
  binding.write = async (buffer) => {
    const written = attempt(() => writeSync(binding.fd as number, buffer));
    if (written < buffer.length) await writeItsWay(buffer.subarray(written));
  };
}

function isUnixBinding(binding: Partial<UnixBinding> | undefined): binding is UnixBinding {
  return typeof binding?.fd === 'number' && typeof binding.poller?.once === 'function';
}

/** The number of bytes that went, 0 where it did not work: the other way finds out why. */
function attempt(transfer: () => number): number {
  try {
    return transfer();
  } catch {
    return 0;
  }
}
