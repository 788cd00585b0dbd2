/** How the simulated balance behaves now; the caller may change it at any time. */
export interface BalanceState {
  /** Grams on the pan. */
  weight: number;
  isStable: boolean;
  /** `over` is shown as `S +`, `under` as `S -`, `busy` as `S I`. */
  range: 'ok' | 'over' | 'under' | 'busy';
  /** Answers nothing at all. */
  isMute: boolean;
}

export const restingBalance: BalanceState = { weight: 0, isStable: true, range: 'ok', isMute: false };

/** Longest command the device keeps; more is a syntax error, as on a real one. */
const maxCommandLength = 80;

/**
 * The device side of MT-SICS (reference manual 11780711, levels 0 and 1): commands in upper case ended by CR LF, answers
 * likewise. Takes bytes in any pieces and gives the bytes of its answers.
 */
export interface MtSicsDevice {
  hear(bytes: Uint8Array): Uint8Array;
  readonly state: BalanceState;
}

export function createMtSicsDevice(
  identity: { model: string; software: string; serialNumber: string },
  state: BalanceState = { ...restingBalance },
): MtSicsDevice {
  let typed = '';
  const commands = ['I0', 'I1', 'I2', 'I3', 'I4', 'I10', 'I11', 'S', 'SI'];

  const weigh = (command: 'S' | 'SI'): string => {
    if (state.range === 'over') return 'S +';
    if (state.range === 'under') return 'S -';
    if (state.range === 'busy') return 'S I';
    // A command that waits for a stable value times out as "not executable now".
    if (command === 'S' && !state.isStable) return 'S I';
    return `S ${state.isStable ? 'S' : 'D'} ${state.weight.toFixed(4).padStart(10)} g`;
  };
  const answer = (command: string): string[] => {
    switch (command) {
      case 'I0':
        return commands.map((name, index) => `I0 ${index === commands.length - 1 ? 'A' : 'B'} 0 "${name}"`);
      case 'I1':
        return ['I1 A "01" "2.20" "2.20" "" ""'];
      case 'I2':
        return [`I2 A "${identity.model} 220.0090 g"`];
      case 'I3':
        return [`I3 A "${identity.software}"`];
      case 'I4':
        return [`I4 A "${identity.serialNumber}"`];
      case 'I10':
        return ['I10 A "BENCH"'];
      case 'I11':
        return [`I11 A "${identity.model}"`];
      case 'S':
      case 'SI':
        return [weigh(command)];
      case '@':
        return [`I4 A "${identity.serialNumber}"`];
      default:
        return [/^[A-Z]+\d*$/.test(command) ? 'EL' : 'ES'];
    }
  };
  return {
    state,
    hear(bytes) {
      let said = '';
      for (const byte of bytes) {
        if (byte !== 0x0a) {
          typed = (typed + String.fromCharCode(byte)).slice(0, maxCommandLength + 1);
          continue;
        }
        const command = typed.replace(/\r$/, '');
        typed = '';
        if (state.isMute || command === '') continue;
        // A byte outside the printable range is a transmission error: the line damaged the command.
        const lines = /^[\x20-\x7e]*$/.test(command) ? answer(command) : ['ET'];
        said += lines.map((line) => `${line}\r\n`).join('');
      }
      return Buffer.from(said, 'latin1');
    },
  };
}
