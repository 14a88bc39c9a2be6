/** Something the person at the terminal can put right; its message is all they need to see. */
export class Failure extends Error {}
