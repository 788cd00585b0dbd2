import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type { runAbandoned, runFinished, runStarted, stepAnswered } from './records.ts';

/** Sentences of guided steps. */
export const words = {
  'timeline.troubleshooting.run-started': 'Guided steps started for {{code}}: {{title}}.',
  'timeline.troubleshooting.step-answered': '{{ask}} {{value}} {{unit}}',
  'timeline.troubleshooting.step-answered-no': '{{ask}} {{value}} {{unit}}, outside its limits.',
  'timeline.troubleshooting.step-answered-photo': '{{ask}} {{value}} Photo {{photo}}.',
  'timeline.troubleshooting.step-answered-blank': '{{ask}} {{value}} {{unit}}, no limit to judge it by.',
  'timeline.troubleshooting.step-reopened': 'Went back one step.',
  'timeline.troubleshooting.run-paused': 'Guided steps paused.',
  'timeline.troubleshooting.run-resumed': 'Guided steps taken up again.',
  'timeline.troubleshooting.run-finished': 'Guided steps finished: {{whatWasDone}}',
  'timeline.troubleshooting.run-abandoned': 'Guided steps given up: {{reason}}',

  'troubleshooting/not-found': 'These guided steps do not exist on this bench.',
  'troubleshooting/already-ended': 'These guided steps have ended. Start them again from the error.',
  'troubleshooting/not-the-open-step': 'Another step is open now. The answer was not saved; the open step is shown.',
  'troubleshooting/answer-missing': 'Give an answer to go on.',
  'troubleshooting/photo-missing': 'Choose a photo to go on.',
  'troubleshooting/not-a-choice': 'Choose one of the answers shown.',
  'troubleshooting/not-a-number': 'Enter a number, such as 12.5.',
  'troubleshooting/limit-not-a-number': 'Enter the limits as numbers, such as 12.5, or leave them blank.',
  'troubleshooting/limit-without-source': 'Say where your limits are from, such as a procedure and its page.',
  'troubleshooting/safety-not-acknowledged': 'Read the safety line of this step and acknowledge it first.',
  'troubleshooting/no-outcome-yet': 'The steps have not come to an end yet. Answer the open step, or give them up.',
  'troubleshooting/ends-in-a-call':
    'These steps end in a call, so they do not close the error. Write down what was done after the call.',
  'troubleshooting/signature-needed': 'Finishing guided steps is signed. Give your password.',
  'troubleshooting/photo-too-large':
    'The photo is larger than {{maxMegabytes}} MB. It was not kept. Choose a smaller one.',
  'troubleshooting/photo-not-an-image': 'This file is not a JPEG, PNG, WebP or GIF picture. It was not kept.',
  'troubleshooting/photo-missing-here': 'The photo is not on this bench.',
  'troubleshooting/no-guide': 'There are no guided steps for this code yet. The first checks are in the book entry.',
  'troubleshooting/answered-apart': 'The same step was answered differently on two benches. Both answers are kept.',
  'troubleshooting/ended-apart': 'Finished on one bench and given up on another. Both are kept; finished holds.',
} as const;

const limitVariant = { yes: undefined, no: 'no', 'cannot-evaluate': 'blank', 'not-applicable': undefined } as const;

export const timelineLines: TimelineLines = {
  'troubleshooting.run-started': (body: BodyOf<typeof runStarted>) => ({
    data: { code: body.code, title: body.guide.title },
  }),
  'troubleshooting.step-answered': (body: BodyOf<typeof stepAnswered>) => ({
    variant: body.photo ? 'photo' : limitVariant[body.withinLimits],
    data: { ask: body.ask, value: body.label ?? body.value, unit: body.unit, photo: body.photo?.name ?? '' },
  }),
  'troubleshooting.step-reopened': () => ({ data: {} }),
  'troubleshooting.run-paused': () => ({ data: {} }),
  'troubleshooting.run-resumed': () => ({ data: {} }),
  'troubleshooting.run-finished': (body: BodyOf<typeof runFinished>) => ({ data: { whatWasDone: body.whatWasDone } }),
  'troubleshooting.run-abandoned': (body: BodyOf<typeof runAbandoned>) => ({ data: { reason: body.reason } }),
};
