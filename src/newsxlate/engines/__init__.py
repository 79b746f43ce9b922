"""Engines: CTranslate2, transformers and llama.cpp behind one small interface."""
