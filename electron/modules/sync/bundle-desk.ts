import { AppError } from '../../../shared/kernel/errors.ts';
import type { BundleWork } from '../../../shared/modules/sync/bundles-contract.ts';
import type { BundleHeader } from '../../../shared/sync/bundle-format.ts';
import type { HostContext } from '../../host/module.ts';

/** A file a person chose, looked at perhaps more than once. */
interface OpenedFile {
  readonly path: string;
  /** Set by a look that went through: what is taken is what was looked at. */
  looked: { readonly mark: string; readonly passphrase: string | null; readonly header: BundleHeader } | null;
}

/** Bundles of one running host: what is open, and the one that is being written or taken. */
export class BundleDesk {
  readonly opened = new Map<string, OpenedFile>();
  readonly #announce: () => void;
  #work: BundleWork | null = null;
  #abort = new AbortController();

  constructor(context: Pick<HostContext, 'topics'>) {
    this.#announce = () => context.topics.announce('sync');
  }

  get work(): BundleWork | null {
    return this.#work;
  }

  /**
   * One at a time: two would wait for one disk. `run` says how far it is; `signal` tells it to end.
   *
   * @throws AppError `bundle/busy`, and what `run` throws
   */
  async run<Result>(
    kind: BundleWork['kind'],
    file: string,
    run: (told: { say: (done: number, total: number | null) => void; signal: AbortSignal }) => Promise<Result>,
  ): Promise<Result> {
    if (this.#work !== null) throw new AppError('bundle/busy', {});
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const say = (done: number, total: number | null) => {
      this.#work = { kind, file, done, total };
      this.#announce();
    };
    say(0, null);
    try {
      return await run({ say, signal });
    } finally {
      this.#work = null;
      this.#announce();
    }
  }

  /** A file that was chosen and opened before. @throws AppError `sync/not-looked-at` */
  open(token: string): OpenedFile {
    const file = this.opened.get(token);
    if (file === undefined) throw new AppError('sync/not-looked-at', {});
    return file;
  }

  stop(): void {
    this.#abort.abort();
  }
}
