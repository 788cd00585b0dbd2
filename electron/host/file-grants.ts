import { AppError } from '../../shared/kernel/errors.ts';

/** A person takes some seconds from the dialog to the button; a grant that nobody used is forgotten. */
const livesForMs = 10 * 60_000;
/** More than one dialog can ever have open; a page that asks for ever fills nothing. */
const mostWaiting = 16;

/** A place a person chose in the system's own dialog, for one purpose and one use. */
export interface FileGrant {
  /** Unguessable; made by main. */
  readonly id: string;
  readonly path: string;
  /** What the dialog was opened for (`capture`, `backup`, `report`, ...). */
  readonly purpose: string;
}

/** Pages of a short report as the window has set them, handed over by main; the page itself only knows the id. */
export interface Parcel {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * The only way a path for a person's file reaches the host: main hands over what was chosen in its dialog, the page hands
 * over the id. A path the page invented is no grant, a grant opens one file once, and only for what it was asked for.
 */
export class FileGrants {
  readonly #monoMs: () => number;
  readonly #files = new Map<string, FileGrant & { readonly at: number }>();
  readonly #parcels = new Map<string, Parcel & { readonly at: number }>();

  /** @param monoMs a clock that never goes back, in milliseconds */
  constructor(monoMs: () => number) {
    this.#monoMs = monoMs;
  }

  add(grant: FileGrant): void {
    keep(this.#files, { ...grant, at: this.#monoMs() });
  }

  addParcel(parcel: Parcel): void {
    keep(this.#parcels, { ...parcel, at: this.#monoMs() });
  }

  /**
   * The chosen path; the grant is used up by it, also when the purpose was another.
   *
   * @throws AppError `files/not-chosen` when there is no such grant, or it is too old or for something else
   */
  take(id: string, purpose: string): string {
    const grant = takeFrom(this.#files, id, this.#monoMs());
    if (grant === undefined || grant.purpose !== purpose) throw new AppError('files/not-chosen');
    return grant.path;
  }

  /** The bytes main handed over, once. @throws AppError `files/not-chosen` */
  takeParcel(id: string): Uint8Array {
    const parcel = takeFrom(this.#parcels, id, this.#monoMs());
    if (parcel === undefined) throw new AppError('files/not-chosen');
    return parcel.bytes;
  }
}

function keep<T extends { readonly id: string }>(map: Map<string, T>, value: T): void {
  map.set(value.id, value);
  for (const id of map.keys()) {
    if (map.size <= mostWaiting) break;
    map.delete(id);
  }
}

function takeFrom<T extends { readonly at: number }>(map: Map<string, T>, id: string, now: number): T | undefined {
  const value = map.get(id);
  map.delete(id);
  return value === undefined || now - value.at > livesForMs ? undefined : value;
}
