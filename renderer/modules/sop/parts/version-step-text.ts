import { useTranslation } from 'react-i18next';
import type { PlainStep, Step } from '../../../../shared/modules/sop/terms.ts';
import { numberOf } from './editor-steps.ts';
import { formatSpan } from './editor-values.ts';

/** What a step asks for beyond its words, one line each: limits, choices, ways. */
export function useStepLines(): (step: Step | PlainStep, steps: readonly Step[]) => readonly string[] {
  const { t } = useTranslation('sop');
  const limits = (low: string | null, high: string | null, unit: string): string => {
    if (low !== null && high !== null) {
      return t('editor.limit.both', { low, high, unit }).trim();
    }
    if (low !== null) {
      return t('editor.limit.low', { low, unit }).trim();
    }
    return high === null ? t('editor.limit.none') : t('editor.limit.high', { high, unit }).trim();
  };
  const span = (least: number | null, most: number | null): string => {
    if (least !== null && most !== null) {
      return t('editor.span.both', { least: formatSpan(least), most: formatSpan(most) });
    }
    if (least !== null) {
      return t('editor.span.least', { least: formatSpan(least) });
    }
    return most === null ? t('editor.span.none') : t('editor.span.most', { most: formatSpan(most) });
  };
  const goTo = (to: string, steps: readonly Step[]): string =>
    to === 'next' || to === 'end'
      ? t(`editor.goTo.${to}`)
      : t('editor.goTo.step', {
          number: numberOf(steps, to),
          title: steps.find(({ key }) => key === to)?.title ?? '',
        });
  return (step, steps) => {
    switch (step.kind) {
      case 'confirm':
      case 'text':
      case 'photo':
        return [];
      case 'number':
        return [
          limits(step.low, step.high, step.unit),
          ...(step.prescribed === null
            ? []
            : [t('editor.limit.prescribed', { prescribed: step.prescribed, unit: step.unit }).trim()]),
        ];
      case 'reading':
        return [
          `${t(`editor.wire.${step.wire.kind}`)} ${step.wire.test}`.trim(),
          limits(step.low, step.high, step.unit),
        ];
      case 'choice':
        return step.choices.map((choice) =>
          step.passChoices.includes(choice) ? `${choice} (${t('editor.verdict.pass')})` : choice,
        );
      case 'scan':
        return [
          t(`editor.scan.${step.what}`),
          ...(step.expects === '' ? [] : [t('editor.expectsText', { expects: step.expects })]),
        ];
      case 'timer':
        return [span(step.leastSeconds, step.mostSeconds)];
      case 'signature':
        return [t(`editor.meanings.${step.meaning}`), ...(step.isOtherPerson ? [t('editor.otherPerson')] : [])];
      case 'hazard':
        return step.hazards.map((hazard) => t(`editor.hazard.${hazard}`));
      case 'repeat':
        return [t('editor.items', { item: step.itemName, least: step.least, most: step.most })];
      case 'branch':
        return step.arms.map((arm) => {
          const value =
            arm.when?.op === 'is-verdict' && isVerdict(arm.when.value)
              ? t(`editor.verdict.${arm.when.value}`)
              : (arm.when?.value ?? '');
          const when = t(`editor.whenText.${arm.when?.op ?? 'always'}`, { value });
          return `${arm.label} (${when}) → ${goTo(arm.goTo, steps)}`;
        });
    }
  };
}

const isVerdict = (text: string): text is 'pass' | 'fail' | 'cannot-evaluate' =>
  text === 'pass' || text === 'fail' || text === 'cannot-evaluate';
