/** Sentences of the self-audit: what was cited, what an inspector would see here, and the fix. */
export const auditWords = {
  'maintenance/audit-not-found': 'This self-audit is not on this bench.',

  'audit.grade.deficiency': 'an inspector would write this up',
  'audit.grade.risk': 'may be written up',

  'audit.CC1.title': 'Maintenance every few days, done at longer gaps than the maker asks',
  'audit.CC1.gap.seen':
    '{{title}} is due every {{every}} days. It was done {{days}} days apart, from {{from}} to {{to}}. Such gaps: {{count}}.',
  'audit.CC1.gap.fix': 'Do it on the due date: there is no grace. Write down why it was late, and who is reminded now.',

  'audit.CC2.title': 'Monthly maintenance that slipped into the next month',
  'audit.CC2.month.seen': '{{title}} is monthly. Without it: {{months}}. Done on {{from}}, then not until {{to}}.',
  'audit.CC2.month.fix':
    'Set the plan to once in every calendar month with a longest gap, and write down why it slipped.',
  'audit.CC2.gap.seen':
    '{{title}} may lie {{every}} days apart at most. It was done {{days}} days apart, from {{from}} to {{to}}.',
  'audit.CC2.gap.fix': 'Do it within the longest gap the lab has set, and write down why it was late.',

  'audit.CC7.title': 'Records nobody reviewed',
  'audit.CC7.not-reviewed.seen_one': '{{title}}: {{count}} record waits for review, the oldest since {{from}}.',
  'audit.CC7.not-reviewed.seen_other': '{{title}}: {{count}} records wait for review, the oldest since {{from}}.',
  'audit.CC7.not-reviewed.fix': 'Review and sign them. A record reviewed late is better than one never seen.',

  'audit.CC8.title': 'Calibration verification past six months',
  'audit.CC8.gap.seen': '{{title}} was done {{days}} days apart, from {{from}} to {{to}}.',
  'audit.CC8.gap.fix': 'Keep to the interval from now on, and look back at results reported in between.',
  'audit.CC8.overdue.seen': '{{title}} was due on {{dueOn}}. Days late: {{days}}. Last done: {{last}}.',
  'audit.CC8.overdue.fix': 'Do it now, and look back at results reported since {{dueOn}}.',

  'audit.CC8b.title': "A vendor's work that was forgotten when the engineer changed",
  'audit.CC8b.gap.seen': '{{title}}, done by the vendor, lay {{days}} days apart, from {{from}} to {{to}}.',
  'audit.CC8b.gap.fix': 'The lab answers for the date, not the vendor: name one person here who is reminded.',
  'audit.CC8b.overdue.seen':
    '{{title}}, done by the vendor, was due on {{dueOn}}. Days late: {{days}}. Last done: {{last}}.',
  'audit.CC8b.overdue.fix': 'Call the vendor today, and name one person in the lab who answers for the date.',
  'audit.CC8b.work-order.seen': "The vendor's work order {{title}} was due on {{dueOn}}. Days late: {{days}}.",
  'audit.CC8b.work-order.fix': 'Call the vendor, and enter the new date with the reason.',

  'audit.CC20.title': 'A failure with nothing written about what was done',
  'audit.CC20.no-remedy.seen': '{{title}} failed on {{from}}, and no later pass, repair or outcome is recorded.',
  'audit.CC20.no-remedy.fix':
    'Open a work order or do it again, and write down what was done and whether results were touched.',

  'audit.CC21.title': 'Function checks not done, or not within limits, before patients',
  'audit.CC21.none.seen_one':
    '{{name}} sent patient results on {{count}} day without a background or function check: {{dates}}.',
  'audit.CC21.none.seen_other':
    '{{name}} sent patient results on {{count}} days without a background or function check: {{dates}}.',
  'audit.CC21.none.fix':
    'Run the check before the first sample of the day, and look back at the results of these days.',
  'audit.CC21.after.seen_one':
    '{{name}} sent patient results before the first passing check on {{count}} day: {{dates}}.',
  'audit.CC21.after.seen_other':
    '{{name}} sent patient results before the first passing check on {{count}} days: {{dates}}.',
  'audit.CC21.after.fix': 'Run the check first. Look back at the results sent before it.',
  'audit.CC21.failed.seen_one':
    '{{name}} sent patient results after a check above its limit on {{count}} day: {{dates}}.',
  'audit.CC21.failed.seen_other':
    '{{name}} sent patient results after a check above its limit on {{count}} days: {{dates}}.',
  'audit.CC21.failed.fix': 'Repeat the check until it passes before patients are run. Look back at these results.',
  'audit.CC21.not-judged.seen_one':
    'On {{count}} day the check of {{name}} before patients had no limit to be judged by: {{dates}}.',
  'audit.CC21.not-judged.seen_other':
    'On {{count}} days the check of {{name}} before patients had no limit to be judged by: {{dates}}.',
  'audit.CC21.not-judged.fix': "Enter the maker's limits, so that a check can pass or fail.",
  'audit.CC21.no-time.seen_one':
    'On {{count}} day the check of {{name}} has no hour, so nobody can tell whether it came first: {{dates}}.',
  'audit.CC21.no-time.seen_other':
    'On {{count}} days the check of {{name}} has no hour, so nobody can tell whether it came first: {{dates}}.',
  'audit.CC21.no-time.fix': 'Enter the hour with the check.',
  'audit.CC21.not-returned.seen':
    'Patient results came while return to service was open after {{events}}: {{count}} since {{from}}.',
  'audit.CC21.not-returned.fix': 'Prove and review the list, or sign an override. Look back at these results.',

  'audit.CC21.proof-corrected.seen':
    'Return to service after {{events}} was reviewed, and a record that proved it was corrected or voided afterwards: {{item}}.',
  'audit.CC21.proof-corrected.fix':
    'See whether the list still holds. If not, raise a new one, prove and review it, and look back at results since.',

  'audit.CC23.title': 'Maintenance that nobody documented',
  'audit.CC23.overdue.seen': '{{title}} was due on {{dueOn}}. Days late: {{days}}. Last done: {{last}}.',
  'audit.CC23.overdue.fix': 'Do it today. If it was done, enter it as a late entry with the day it was done.',
  'audit.CC23.missed.seen_one': '{{title}} was not done {{count}} time, from {{from}} to {{to}}.',
  'audit.CC23.missed.seen_other': '{{title}} was not done {{count}} times, from {{from}} to {{to}}.',
  'audit.CC23.missed.fix':
    'Nothing can be back-filled without the mark of a late entry. Write down why, and what changed since.',
  'audit.CC23.no-plan.seen': '{{name}} is in service and has no maintenance plan.',
  'audit.CC23.no-plan.fix': "Make plans from its definition, or from the maker's manual.",
} as const;
