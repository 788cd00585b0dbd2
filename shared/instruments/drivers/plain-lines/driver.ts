import { latin1ToText } from '../../../kernel/bytes.ts';
import type { InstrumentDefinition } from '../../definition.ts';
import { createLineFramer } from '../../framing/line-framer.ts';
import { emptyState, type Interpretation, type MappingContext, type MappingState } from '../../mapping/context.ts';
import { nameControls } from '../../mapping/mask-bytes.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import { findGroup } from '../../mapping/pattern.ts';
import { describeError, type SignalBase, signalBase } from '../../mapping/signal-base.ts';
import type { Signal } from '../../signals.ts';
import type { BlockDriver } from '../driver.ts';
import type { LineRule } from './schema.ts';

/** A printed line is short; a longer one is no line of text. */
const longestLine = 1_024;

/**
 * Plain lines of text of a printer or service port, read by patterns the lab wrote. Nothing is known of such a line but what
 * its rule takes from it, so the line itself is always hidden: a report holds names.
 */
export const plainLinesDriver: BlockDriver = {
  kind: 'plain-lines',
  createFramer: ({ framing }) =>
    createLineFramer({ end: 'any', maxLineBytes: framing.kind === 'line' ? framing.maxLineBytes : longestLine }),
  verify: () => 'absent',
  answer: () => null,
  interpret,
  mask: (_definition, raw) => nameControls(maskLine(latin1ToText(raw))),
};

function maskLine(text: string): string {
  return text.replace(/[^\r\n]+/g, hideUnknown);
}

function interpret(definition: InstrumentDefinition, block: Uint8Array, context: MappingContext): Interpretation {
  const line = latin1ToText(block);
  const masked = maskLine(line);
  const before = context.state ?? emptyState;
  const base = signalBase(definition, context);
  const { mapping } = definition;
  const rules = mapping.kind === 'plain-lines' ? mapping.rules : [];
  const { signals, state } = readLine(definition, rules, line, masked, before, base);
  const message: Signal = {
    kind: 'message',
    ...base,
    protocol: 'plain-lines',
    purpose: signals.some(({ kind }) => kind !== 'unmapped') ? 'status' : 'other',
    recordCount: 1,
    resultCount: 0,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen: null,
    sender: null,
  };
  return { signals: [message, ...signals], maskedRecords: [masked], key: null, isRepeat: false, state };
}

interface Read {
  readonly signals: Signal[];
  readonly state: MappingState;
}

function readLine(
  definition: InstrumentDefinition,
  rules: readonly LineRule[],
  line: string,
  masked: string,
  state: MappingState,
  base: SignalBase,
): Read {
  for (const rule of rules) {
    const found = findGroup(rule.pattern, line);
    if (found !== null) return applyRule(definition, rule, found, state, base);
  }
  return { signals: [{ kind: 'unmapped', ...base, what: 'line', raw: masked.slice(0, 200) }], state };
}

function applyRule(
  definition: InstrumentDefinition,
  rule: LineRule,
  group: string,
  state: MappingState,
  base: SignalBase,
): Read {
  switch (rule.says) {
    case 'nothing':
      return { signals: [], state };
    case 'status': {
      const detail = rule.detail || group.slice(0, 200);
      return { signals: [{ kind: 'status', ...base, operationalStatus: rule.status, detail }], state };
    }
    case 'meter':
      return {
        signals: [{ kind: 'meter', ...base, meter: rule.meter, reading: group.trim(), unit: rule.unit }],
        state,
      };
    case 'error': {
      const code = (rule.code ?? group.trim()).slice(0, 60);
      // Said again while it stands, it is the same error; it is new once it was taken back.
      if (code === '' || state.activeCodes.includes(code)) return { signals: [], state };
      const error: Signal = { kind: 'error', ...base, ...describeError(definition, code), specimen: null };
      return { signals: [error], state: { ...state, activeCodes: [...state.activeCodes, code] } };
    }
    case 'error-cleared': {
      const code = (rule.code ?? group.trim()).slice(0, 60);
      const activeCodes = state.activeCodes.filter((active) => active !== code);
      return {
        signals: code === '' ? [] : [{ kind: 'error-cleared', ...base, code }],
        state: { ...state, activeCodes },
      };
    }
  }
}
