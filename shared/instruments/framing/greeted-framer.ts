import { CONTROL_BYTES, type EmitValue, type Framer, type FramingValue } from './values.ts';

/**
 * A framer of blocks whose sender may first ask with a lone ENQ whether anybody listens: outside blocks an ENQ comes out as
 * a control value and not as noise. Everything else is as `inner` gives it.
 */
export function createGreetedFramer(inner: Framer): Framer {
  const sort = (emit: EmitValue) => (value: FramingValue) => {
    if (value.kind === 'noise' && !value.isInsideFrame) splitAtGreetings(value.raw, emit);
    else emit(value);
  };
  return {
    get silenceMs() {
      return inner.silenceMs;
    },
    feed: (chunk, emit) => inner.feed(chunk, sort(emit)),
    expire: (emit) => inner.expire(sort(emit)),
    flush: (emit) => inner.flush(sort(emit)),
  };
}

function splitAtGreetings(bytes: Uint8Array, emit: EmitValue): void {
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(CONTROL_BYTES.ENQ, at);
    const end = found < 0 ? bytes.length : found;
    if (end > at) emit({ kind: 'noise', isInsideFrame: false, raw: bytes.subarray(at, end) });
    if (found >= 0) emit({ kind: 'control', control: 'ENQ', raw: bytes.subarray(found, found + 1) });
    at = end + 1;
  }
}
