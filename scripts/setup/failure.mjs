/** A failure with a reason a person can act on. `advice` is the next thing to do. */
export class SetupFailure extends Error {
  constructor(reason, advice = '') {
    super(reason);
    this.name = 'SetupFailure';
    this.advice = advice;
  }
}
