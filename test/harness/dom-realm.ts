/**
 * jsdom brings an `Uint8Array` of its own, and what Node makes (a Buffer, a cloned message) is none of those. A page in
 * the app has one kind only, and so have the tests.
 */
globalThis.Uint8Array = Object.getPrototypeOf(Buffer.prototype).constructor;
