import type { ConflictQuestion } from '../../../shared/modules/joining/contract.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { workstationName } from '../workstation-name.ts';

/** What things are called on this bench: workstations by their label, subjects by the register and the accounts. */
export class Names {
  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }

  /** The workstation that wrote a log. */
  workstationOf(log: string): { workstation: string; isOwn: boolean } {
    const { store } = this.#context;
    const device = log.split('/', 1)[0]!;
    return { workstation: workstationName(this.#context, device), isOwn: device === store.keys.device };
  }

  subjectOf(stream: string, records: readonly StoredRecord[]): ConflictQuestion['subject'] {
    const [kind = '', id = ''] = stream.split('/');
    const named = records.map(instrumentOf).find((one) => one !== null) ?? null;
    const instrumentId = kind === 'instrument' ? id : named;
    const name =
      kind === 'person'
        ? (this.#context.people.nameOf(id) ?? '')
        : instrumentId === null
          ? ''
          : this.#instrumentName(instrumentId);
    return { kind, id, name, instrumentId };
  }

  #instrumentName(instrumentId: string): string {
    const name = this.#context.store.db
      .prepare('SELECT name FROM instruments WHERE instrument_id = ?')
      .pluck()
      .get(instrumentId);
    return typeof name === 'string' ? name : '';
  }
}

/** The instrument a record names in its body, where it names one. */
function instrumentOf({ body }: StoredRecord): string | null {
  const { instrumentId } = (typeof body === 'object' && body !== null ? body : {}) as { instrumentId?: unknown };
  return typeof instrumentId === 'string' && instrumentId !== '' ? instrumentId : null;
}
