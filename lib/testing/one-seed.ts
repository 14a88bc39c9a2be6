import fc from "fast-check";

// Property tests draw the same cases on every run: a failure is about the change, not about luck.
fc.configureGlobal({ seed: 20261123 });
