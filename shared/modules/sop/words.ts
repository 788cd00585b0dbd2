import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import { checkWords } from './check-words.ts';
import type { runAbandoned, runFinished, runHandedOver, runSigned, runStarted } from './run-records.ts';

/** Sentences for codes and keys the host sends: what happened, what was kept, what to do. */
export const words = {
  ...checkWords,
  'sop/not-found': 'This SOP is not on this bench.',
  'sop/retired': 'This SOP is retired. Nothing was changed.',
  'sop/version-not-found': 'This version is not on this bench.',
  'sop/version-retired': 'Version {{number}} is no longer in force. Start a run of the version that is.',
  'sop/wrong-state': 'Version {{number}} is {{state}}: this can not be done to it now. Nothing was changed.',
  'sop/draft-open': 'Version {{number}} is being worked on. Finish it or put it away before you begin another.',
  'sop/written-meanwhile':
    'Somebody wrote version {{number}} meanwhile. Nothing was overwritten, and what you typed is kept on this bench: look at both.',
  'sop/check-first': 'Something does not fit yet ({{count}} in all). The check below names each.',
  'sop/too-long': 'These words take {{kilobytes}} KB, and a version may have {{most}} KB. Split the SOP in two.',
  'sop/effective-in-the-past': 'It can take effect from today ({{today}}) on, not before. Choose another day.',
  'sop/review-in-the-past': 'The next review must be after {{on}}.',
  'sop/not-yet': 'It takes effect on {{effectiveOn}}, not before.',
  'sop/not-the-deciding-bench': 'Another bench decides which version is in force. It will countersign this one.',
  'sop/words-not-here': 'The words of this version have not arrived on this bench. What was recorded is kept.',
  'sop/signature-needed': 'This must be signed with your password. Nothing was changed.',
  'sop/bad-date': '{{date}} is not a date.',
  'sop/request-not-found': 'This change request is not on this bench.',
  'sop/step-not-found': 'This step is not in that version.',
  'sop/copy-not-found': 'This printed copy is not on this bench.',
  'sop/number-not-found': 'The version in force has no such number.',
  'sop/number-does-not-fit': 'The plan “{{title}}” has no place for this number. Change the plan by hand.',
  'sop/starter-not-found': 'There is no such starter.',
  'sop/nothing-effective': 'No version of this SOP is in force. Approve one first, or run a draft as a trial.',
  'sop/only-as-trial': 'This version is not in force. It can be run as a trial only.',
  'sop/nothing-to-export': '{{code}} has no version that could be written into a file.',
  'sop/file-changed': 'The file is not the one that was looked at. Nothing was taken: open it again.',
  'sop/file-item-refused': 'Number {{index}} of the file can not be taken. Nothing was taken.',
  'sop/run-not-found': 'This run is not on this bench.',
  'sop/run-not-open': 'This run is {{state}}. Nothing was changed.',
  'sop/not-finished': 'This run is {{state}}, not finished. Nothing was changed.',
  'sop/not-on-the-way': 'The run does not come to this step any more. What you typed is kept as a draft.',
  'sop/other-form': 'This draft belongs to another version. It was not loaded, and nothing was changed.',
  'sop/hazard-first': 'Acknowledge the hazard before “{{title}}”.',
  'sop/answer-needed': '“{{title}}” needs an answer. If it can not be done, note a deviation in its place.',
  'sop/not-a-choice': '“{{value}}” is none of the choices of “{{title}}”.',
  'sop/bad-count': '“{{title}}” takes a whole number from {{least}} to {{most}}.',
  'sop/same-person': '“{{title}}” is for somebody who answered no step of this run.',
  'sop/change-needs-reason': '“{{title}}” is answered already. Say why you change it; both values are kept.',
  'sop/open-steps': 'Required steps are open ({{count}} in all). The first is “{{first}}”.',
  'sop/recovered-drafts':
    'Drafts were recovered after the program stopped ({{count}} in all). Look at each before you finish.',
  'sop/open-drafts':
    'Something is typed and not answered yet ({{count}} in all). The first is “{{first}}”. Answer it, or drop it.',
  'sop/no-timer': 'No timer is running at “{{title}}”.',
  'sop/timer-runs': 'The timer of “{{title}}” is running. Stop it first.',
  'sop/reading-not-found': 'This reading is no longer among the messages. Choose another, or type the value.',
  'sop/too-many-drafts': 'More than {{most}} runs have something typed. Answer or drop what is no longer needed.',
  'sop/not-a-photo': '“{{name}}” is not a picture.',
  'sop/photo-too-large': '“{{name}}” is larger than {{most}} MB.',
  'sop/photo-not-found': 'This picture is not on this bench.',

  'container/empty': 'The file is empty.',
  'container/too-large': 'The file is larger than {{megabytes}} MB, or has too many lines.',
  'container/not-a-container': 'This is not a Benchside file.',
  'container/newer': 'The file was made by a newer Benchside. Update this one first.',
  'container/other-kind': 'The file holds {{kind}}, not {{wanted}}.',
  'container/not-json': 'This line can not be read.',
  'container/line-too-long': 'This line is too long to be one of ours.',
  'container/cut-off': 'The end of the file is missing.',
  'container/changed': 'The file was changed after it was made.',

  'sop/stage-conflict':
    'Two benches decided apart how far a version has come: {{here}} and {{there}}. The earlier state holds.',
  'sop/written-apart':
    'Two benches wrote the same draft apart: “{{here}}” and “{{there}}”. Both wordings are kept; write again to join them.',
  'sop/two-effective':
    'Two benches put different versions in force apart: {{here}} and {{there}}. Neither holds; the one before stays until one is countersigned in sight of both.',
  'sop/same-number': 'Two benches began a version {{number}} apart. Both are kept.',
  'sop/same-copy-number': 'Two benches printed a copy {{copyNumber}} apart. Recall one.',
  'sop/readers-apart': 'Two benches said apart who must read. Both lists hold until one is set again.',
  'sop/request-answered-apart':
    'A change request was answered apart: {{here}} and {{there}}. Taken holds until it is answered again.',
  'sop/retired-apart': 'It was retired on one bench while another put a version in force. It is retired; look at both.',
  'sop/office-conflict':
    'Two benches took the office of deciding apart. Nobody decides until one takes it in sight of both.',
  'sop/run-conflict': 'Two benches decided apart about this run: {{here}} and {{there}}. The more open state holds.',
  'sop/answered-apart':
    'A step was answered on two benches apart: “{{here}}” and “{{there}}”. Both are kept; answer it again.',
  'sop/answered-after-finish':
    '“{{step}}” was answered on one bench while another finished the run. It was not counted.',

  'audit.CC4.title': 'Practice that differs from the written procedure',
  'audit.CC4.plan-differs.seen':
    '{{sop}} says {{prescribed}} at “{{step}}”, and the plan “{{plan}}” of {{instrument}} says {{found}}.',
  'audit.CC4.plan-differs.fix':
    'Set the plan to what the procedure says, or ask for a change of the procedure and have it approved.',
  'audit.CC4.practice-differs.seen': '{{sop}} says {{prescribed}} at “{{step}}”. Recorded instead: {{found}}.',
  'audit.CC4.practice-differs.fix':
    'Do it as it is written, or ask for a change from that step. A procedure nobody follows is written up.',
  'audit.SOP.title': 'Procedures not reviewed, not read, or followed in an old version',
  'audit.SOP.review-overdue.seen': 'The review of {{sop}} was due on {{dueOn}}.',
  'audit.SOP.review-overdue.fix': 'Review it, and sign that it holds as it is or start a new version.',
  'audit.SOP.not-read.seen_one': '{{count}} person who must read {{sop}} has not, and the time for it is over.',
  'audit.SOP.not-read.seen_other': '{{count}} people who must read {{sop}} have not, and the time for it is over.',
  'audit.SOP.not-read.fix': 'Let them read and sign it before they work by it.',
  'audit.SOP.copy-out.seen_one': '{{count}} printed copy of {{sop}} is out that must come back.',
  'audit.SOP.copy-out.seen_other': '{{count}} printed copies of {{sop}} are out that must come back.',
  'audit.SOP.copy-out.fix': 'Collect what is out of force or out of date, and enter it as recalled.',

  'timeline.sop.run-started': 'Procedure {{title}}, version {{version}}: started',
  'timeline.sop.run-handed-over': 'Procedure handed over to {{toWhom}}: {{note}}',
  'timeline.sop.run-finished-pass': 'Procedure finished: pass',
  'timeline.sop.run-finished-fail': 'Procedure finished: fail ({{why}})',
  'timeline.sop.run-finished-cannot-evaluate': 'Procedure finished: cannot evaluate ({{why}})',
  'timeline.sop.run-signed': 'Procedure signed: {{meaning}}',
  'timeline.sop.run-abandoned': 'Procedure abandoned: {{reason}}',
} as const;

/** Lines of an instrument's story. */
export const timelineLines: TimelineLines = {
  'sop.run-started': ({ title, versionNumber, runId }: BodyOf<typeof runStarted>) => ({
    data: { title, version: versionNumber, runId },
  }),
  'sop.run-handed-over': ({ toWhom, note, runId }: BodyOf<typeof runHandedOver>) => ({ data: { toWhom, note, runId } }),
  'sop.run-finished': ({ verdict, verdictReason: why, runId }: BodyOf<typeof runFinished>) => ({
    variant: verdict,
    data: { why, runId },
  }),
  'sop.run-signed': ({ meaning, runId }: BodyOf<typeof runSigned>) => ({ data: { meaning, runId } }),
  'sop.run-abandoned': ({ reason, runId }: BodyOf<typeof runAbandoned>) => ({ data: { reason, runId } }),
};
