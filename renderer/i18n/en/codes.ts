/**
 * Sentences for codes that only the page meets. Those of the host are beside its modules, in
 * `shared/modules/<module>/words.ts`. What happened, what was kept, what to do.
 */
export const codeWords = {
  'page/connection-lost':
    'The connection was lost while this was under way. It may or may not have been saved: look before doing it again.',
  'page/unknown-code':
    'Something failed. What was saved before is kept. Try again; the code below tells support what it was.',
  'kernel/unexpected': 'Something failed that was not foreseen. What was saved before is kept. Try again.',
  'kernel/unexpected-value': 'Something failed that was not foreseen ({{what}}). What was saved before is kept.',
} as const;
