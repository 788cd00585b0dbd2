import {
  ANSWER_BYTES,
  ANSWER_END,
  ANSWER_START,
  K204_READ_COMMANDS,
} from '../../shared/instruments/drivers/k204/answer.ts';

/** How the simulated thermometer behaves now; the caller may change it at any time. */
export interface ThermometerState {
  /** Degrees of the four channels; null where no probe is plugged in. */
  temperatures: [number | null, number | null, number | null, number | null];
  isCelsius: boolean;
  isHeld: boolean;
  isBatteryLow: boolean;
  /** Answers nothing at all. */
  isMute: boolean;
}

export const restingThermometer: ThermometerState = {
  temperatures: [23.9, 4.1, -18.5, null],
  isCelsius: true,
  isHeld: false,
  isBatteryLow: false,
  isMute: false,
};

/** Above it whole degrees are shown, and sent. */
const tenthsUpTo = 200;

/** The device side of a K204: one letter is answered with a model, or with 45 bytes. Takes bytes in any pieces. */
export function createK204Device(state: ThermometerState = structuredClone(restingThermometer)): {
  hear(bytes: Uint8Array): Uint8Array;
  readonly state: ThermometerState;
} {
  const [askModel, askAll] = K204_READ_COMMANDS;
  return {
    state,
    hear(bytes) {
      if (state.isMute) return new Uint8Array();
      const said = [...bytes].map((byte) => {
        const letter = String.fromCharCode(byte);
        if (letter === askModel) return Buffer.from('304\r', 'latin1');
        return letter === askAll ? answerOf(state) : Buffer.alloc(0);
      });
      return Buffer.concat(said);
    },
  };
}

function answerOf({ temperatures, isCelsius, isHeld, isBatteryLow }: ThermometerState): Buffer {
  const answer = Buffer.alloc(ANSWER_BYTES);
  answer[0] = ANSWER_START;
  answer[1] = (isCelsius ? 0x80 : 0) | (isBatteryLow ? 0x40 : 0) | (isHeld ? 0x20 : 0);
  answer[ANSWER_BYTES - 1] = ANSWER_END;
  let overLimit = 0;
  let whole = 0;
  for (const [index, degrees] of temperatures.entries()) {
    const isWhole = degrees === null || Math.abs(degrees) > tenthsUpTo;
    const number = degrees === null ? 0x7fff : Math.round(isWhole ? degrees : degrees * 10);
    answer.writeInt16BE(number, 7 + 2 * index);
    if (degrees === null) overLimit |= 1 << index;
    if (isWhole) whole |= 1 << index;
  }
  answer[39] = overLimit;
  answer[43] = whole;
  return answer;
}
