import { type BalanceState, restingBalance } from './mt-sics-device.ts';

/** Longest command the device keeps. */
const maxCommandLength = 16;

/** The device side of SBI: `ESC P` is answered with a line of 16 characters. Takes bytes in any pieces. */
export function createSbiDevice(state: BalanceState = { ...restingBalance }): {
  hear(bytes: Uint8Array): Uint8Array;
  readonly state: BalanceState;
} {
  let typed = '';
  const weigh = (): string => {
    if (state.range === 'over') return '     High     ';
    if (state.range === 'under') return '     Low      ';
    if (state.range === 'busy') return '   Cal.Int    ';
    const digits = Math.abs(state.weight).toFixed(4).padStart(9);
    return `${state.weight < 0 ? '-' : '+'}${digits} ${state.isStable ? 'g  ' : '   '}`;
  };
  return {
    state,
    hear(bytes) {
      let said = '';
      for (const byte of bytes) {
        if (byte !== 0x0a) {
          typed = (typed + String.fromCharCode(byte)).slice(0, maxCommandLength);
          continue;
        }
        if (typed === '\u001bP\r' && !state.isMute) said += `${weigh()}\r\n`;
        typed = '';
      }
      return Buffer.from(said, 'latin1');
    },
  };
}
