"use client";

import { useRouter } from "next/navigation";
import { createContext, use, useEffect, type ReactNode } from "react";

const ShellAccount = createContext<string | null>(null);

interface AccountProps {
  /** The account that this part of the page is drawn for, as its forms say it. */
  owner: string;
}

/** Tells pages for which account their layout is drawn. A layout stays when the user goes to another page. */
export function ShellAccountProvider({ owner, children }: AccountProps & { children: ReactNode }) {
  return <ShellAccount value={owner}>{children}</ShellAccount>;
}

/** Draws the layout again if the page is drawn for another account, so that the header names the right user. */
export function PageAccount({ owner }: AccountProps) {
  const shell = use(ShellAccount);
  const router = useRouter();
  const isOther = shell !== null && shell !== owner;
  useEffect(() => {
    if (isOther) router.refresh();
  }, [isOther, router]);
  return null;
}
