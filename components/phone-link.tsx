import { Entered } from "#components/ui/entered.tsx";

interface PhoneLinkProps {
  /** As it was typed. */
  phone: string;
  /** What it dials; without it there is nothing to tap. */
  e164: string | null;
}

/** A phone number that a tap dials (RFC 3966). On paper it is text. */
export function PhoneLink({ phone, e164 }: PhoneLinkProps) {
  if (e164 === null) return <Entered>{phone}</Entered>;
  return (
    <a href={`tel:${e164}`} className="link print:no-underline">
      <Entered>{phone}</Entered>
    </a>
  );
}
