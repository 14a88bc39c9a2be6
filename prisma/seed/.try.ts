import { seedLarge } from "./large.ts";
const t = performance.now();
await seedLarge(process.argv[2]!, { now: new Date(), doctors: 200, patients: 5000, appointments: Number(process.argv[3]) });
console.log(((performance.now() - t)/1000).toFixed(2), "s");
