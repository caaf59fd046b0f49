"""treasury"""
