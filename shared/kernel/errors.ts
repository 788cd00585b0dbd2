/** Facts that go with an error code; the page puts them into its sentence. Never a secret, never a patient identifier. */
export type ErrorData = Readonly<Record<string, string | number | boolean>>;

/**
 * The one error that crosses borders in Benchside.
 *
 * `code` is `module/what-went-wrong` and is stable: tests and screens rely on it. `data` holds what the sentence needs
 * (a port name, a free-space figure). The words are in the page (or the command line), never here.
 */
export class AppError extends Error {
  readonly code: string;
  readonly data: ErrorData;

  constructor(code: string, data: ErrorData = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.data = data;
  }
}

/** True for an `AppError`, also for one that was made by another copy of this file (another bundle, another process). */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && typeof (error as AppError).code === 'string';
}

/** Ends a switch over a closed union: the compiler refuses a forgotten case, and at run time it is named. */
export function assertNever(value: never, what: string): never {
  throw new AppError('kernel/unexpected-value', { what, value: String(value) });
}
