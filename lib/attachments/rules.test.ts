import { describe, expect, it } from "vitest";
import { dispositionOf, mediaTypeOf, safeFileName } from "./rules.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

describe("the kind of a file", () => {
  it.each([
    ["%PDF-1.7\n", "application/pdf"],
    ["\xff\xd8\xff\xe0JFIF", "image/jpeg"],
    ["\x89PNG\r\n\x1a\n", "image/png"],
  ])("is told by its first bytes: %j", (content, mediaType) => {
    expect(mediaTypeOf(bytes(content))).toBe(mediaType);
  });

  it.each([
    "",
    "%PDF",
    "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "<!doctype html><script>alert(1)</script>",
    "GIF89a",
    "PK\x03\x04",
    "MZ\x90",
    "\n%PDF-1.7",
    "\xef\xbb\xbf%PDF-1.7",
  ])("is none of ours: %j", (content) => {
    expect(mediaTypeOf(bytes(content))).toBeNull();
  });
});

describe("the name of a file", () => {
  it.each([
    ["../../etc/passwd", "passwd.pdf"],
    ["C:\\Users\\me\\scan.png", "scan.pdf"],
    ["report.pdf.exe", "report.pdf.pdf"],
    ["a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"],
    ["Röntgen Knie.pdf", "Röntgen Knie.pdf"],
    ["evil\u202Efdp.exe", "evilfdp.pdf"],
    ["re\u00adport\u3164.pdf", "report.pdf"],
    ["گزارش\u200cها.pdf", "گزارش\u200cها.pdf"],
    ["Jose\u0301  1.pdf", "José 1.pdf"],
    ["...", "attachment.pdf"],
    ["", "attachment.pdf"],
    [`${". ".repeat(80_000)}x`, "attachment.pdf"],
    ["x".repeat(300), `${"x".repeat(120)}.pdf`],
  ])("%j is saved as %j", (given, name) => {
    expect(safeFileName(given, "application/pdf")).toBe(name);
  });

  it("is offered for saving in both ways that browsers read", () => {
    expect(dispositionOf('Röntgen "Knie" 50%.pdf')).toBe(
      `attachment; filename="R_ntgen _Knie_ 50_.pdf"; filename*=UTF-8''R%C3%B6ntgen%20%22Knie%22%2050%25.pdf`,
    );
  });
});
