import { receivePhoto, servePhoto } from "#lib/web/photo-route.ts";

interface Context {
  params: Promise<{ id: string }>;
}

export const GET = async (request: Request, { params }: Context): Promise<Response> =>
  servePhoto(request, (await params).id);

export const POST = async (request: Request, { params }: Context): Promise<Response> =>
  receivePhoto(request, (await params).id);
